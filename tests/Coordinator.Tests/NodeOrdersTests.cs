using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Two nodes under a real coordinator, one of which is drained or excluded; the test plays both.</summary>
public sealed class NodeOrdersTests : CoordinatorUnderTest
{
    private IActorRef _coordinator = ActorRefs.Nobody;

    /// <summary>No member of the cluster: its lease is lost at the next recovery, as if it had gone.</summary>
    private NodeId Other { get; } = new("127.0.0.2", 5001, 1);

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private void Restart()
    {
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        _coordinator = Coordinator();
    }

    private NodeView View(NodeId node) => Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes()).Nodes.Single(view => view.Node.ToString() == node.ToString());

    [Fact]
    public void Nothing_is_granted_on_a_drained_node_by_this_coordinator_or_the_next_until_it_is_enabled()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Assert.Equal("drained", Ask<NodeOrders.NodeChanged>(new NodeOrders.DrainNode(Id.ToString(), null, "new disk")).How);
        Submit(_coordinator);
        Report(_coordinator);
        Node.ExpectNoMsg(AMoment, Stop);

        Restart();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Report(_coordinator);
        Node.ExpectNoMsg(AMoment, Stop);
        Assert.Equal("new disk", View(Id).Term!.Drain!.Reason);
        // Its next life has the same address.
        Report(_coordinator, of: Id with { Incarnation = Id.Incarnation + 1 });
        Node.ExpectNoMsg(AMoment, Stop);

        Ask<NodeOrders.NodeChanged>(new NodeOrders.EnableNode(Id.ToString(), null));
        Assert.Equal(1, AwaitGrant().Job.Attempt);
    }

    [Fact]
    public void What_runs_on_a_drained_node_goes_to_its_end_without_a_grace()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        Report(_coordinator, running: attempt);
        Ask<NodeOrders.NodeChanged>(new NodeOrders.DrainNode(Id.ToString(), null, null));
        Report(_coordinator, running: attempt);
        Node.ExpectNoMsg(AMoment, Stop);
        Assert.Equal([attempt], View(Id).Granted!.Value);
        _coordinator.Tell(Completed(attempt), Node.Ref);
        AwaitRecorded(attempt);
    }

    [Fact]
    public void What_outlasts_the_grace_is_ended_and_goes_on_elsewhere_as_the_next_attempt()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        Report(_coordinator, running: attempt);
        Ask<NodeOrders.NodeChanged>(new NodeOrders.DrainNode(Id.ToString(), TimeSpan.FromHours(1), null));
        Report(_coordinator, running: attempt);
        Node.ExpectNoMsg(AMoment, Stop);

        Ask<NodeOrders.NodeChanged>(new NodeOrders.DrainNode(Id.ToString(), TimeSpan.Zero, null));
        Report(_coordinator, running: attempt);
        // It is asked back, and is the node's until its answer: by then what it finished is on disk, where the next attempt finds it.
        var asked = Node.FishForMessage<NodeProtocol.CancelAttempt>(_ => true, Long, cancellationToken: Stop);
        Assert.Equal((attempt, $"its node {Id} is drained"), (asked.Attempt, asked.KeepFor));
        Report(_coordinator, of: Other);
        Assert.DoesNotContain(Node.ReceiveWhile<object>(AMoment, message => message, cancellationToken: Stop), message => message is NodeProtocol.GrantJob);
        Assert.DoesNotContain("failed", RunLog);
        _coordinator.Tell(new NodeProtocol.JobFailed(attempt, Id, FailureKind.Cancelled, asked.KeepFor!), Node.Ref);
        AwaitRecorded(attempt);
        Assert.Contains($"failed cohort attempt 1 (Cancelled): its node {Id} is drained", RunLog);
        Report(_coordinator, of: Other);
        Assert.Equal(2, AwaitGrant().Job.Attempt);
    }

    [Fact]
    public void A_grace_that_ends_while_the_coordinator_changes_is_kept_by_the_next_one()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        Report(_coordinator, running: attempt);
        Ask<NodeOrders.NodeChanged>(new NodeOrders.DrainNode(Id.ToString(), TimeSpan.FromMilliseconds(1), null));
        Restart();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Report(_coordinator, running: attempt);
        Assert.Equal(2, Node.FishForMessage<NodeProtocol.CancelAttempt>(_ => true, Long, cancellationToken: Stop).Generation);
    }

    [Fact]
    public void A_node_that_is_excluded_for_one_run_serves_another()
    {
        _coordinator = Coordinator();
        Submit(_coordinator);
        var first = Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Single().Run;
        Ask<NodeOrders.NodeChanged>(new NodeOrders.ExcludeNode(Id.ToString(), first, null));
        Report(_coordinator);
        Node.ExpectNoMsg(AMoment, Stop);
        var second = Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(
            RunYaml.Write(MadeRun.Specification with { Name = "second", Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false)).Run;
        Report(_coordinator);
        Assert.Equal(second, AwaitGrant().Job.Run);
        Assert.Equal("drain", Ask<NodeOrders.NodeChanged>(new RunProtocol.Rehearse(new NodeOrders.DrainNode(Id.ToString(), null, null))).How[..5]);
        Assert.Null(View(Id).Term!.Drain);
    }

    [Fact]
    public void A_cohort_file_that_one_node_does_not_see_is_read_by_another_and_describe_names_file_and_node()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        var table = Path.Combine(Workspace, "clinical.csv"); // the coordinator sees this one
        File.WriteAllText(table, "patient_id,label\n");
        _coordinator.Tell(new NodeProtocol.FileNotVisible(attempt, Id, table, "there is no such file"), Node.Ref);
        AwaitRecorded(attempt);
        Report(_coordinator);
        AwaitAssert(() => Assert.Contains($"{table} is not visible on {Id} (looked for at", Ask<RunView>(new RunProtocol.DescribeRun(attempt.Run)).WaitingFor),
            Long, TimeSpan.FromMilliseconds(100), Stop);
        Assert.Contains($"{table} is not visible on {Id}", Assert.Single(Ask<QueueView>(new QueueProtocol.ListQueue()).Runs[0].Waits).Why);
        Report(_coordinator, of: Other);
        Assert.Equal(2, AwaitGrant().Job.Attempt);
        Assert.Contains($"failed cohort attempt 1 (NotVisible): {table} is not visible on {Id}", RunLog);
    }

    [Fact]
    public void A_cohort_file_that_the_coordinator_does_not_see_either_ends_the_run_with_the_nodes_words()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        _coordinator.Tell(new NodeProtocol.FileNotVisible(attempt, Id, "/nowhere/c.csv", "/nowhere/c.csv: there is no such file."), Node.Ref);
        AwaitRecorded(attempt);
        AwaitAssert(() =>
        {
            var view = Ask<RunView>(new RunProtocol.DescribeRun(attempt.Run));
            Assert.Equal((true, "/nowhere/c.csv: there is no such file."), (view.RefusedInput, view.Failure));
        }, Long, TimeSpan.FromMilliseconds(100), Stop);
    }
}
