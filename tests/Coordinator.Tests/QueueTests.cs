using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Several runs in a real coordinator with one slot: who gets it, and what of that a successor knows.</summary>
public sealed class QueueTests : CoordinatorUnderTest
{
    private IActorRef _coordinator = ActorRefs.Nobody;

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private RunId Submit(string name, int? priority = null, int? maxSlots = null) => Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(
        RunYaml.Write(MadeRun.Specification with { Name = name, Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false, priority,
        maxSlots)).Run;

    /// <summary>As soon as each of these waits for its slot.</summary>
    private QueueView Queue(params RunId[] waiting)
    {
        QueueView? queue = null;
        AwaitAssert(() =>
        {
            queue = Ask<QueueView>(new QueueProtocol.ListQueue());
            Assert.Equal(waiting.OrderBy(run => run.Value), queue.Runs.Where(run => run.Position is not null).Select(run => run.Run).OrderBy(run => run.Value));
        }, Long, TimeSpan.FromMilliseconds(100), Stop);
        return queue!;
    }

    private RunId[] Order(params RunId[] waiting) => [.. Queue(waiting).Runs.Where(run => run.Position is not null).Select(run => run.Run)];

    private void Restart()
    {
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        _coordinator = Coordinator();
    }

    [Fact]
    public void The_order_and_every_order_about_it_survive_a_change_of_coordinator()
    {
        _coordinator = Coordinator();
        RunId a = Submit("a"), b = Submit("b"), high = Submit("high", priority: 10, maxSlots: 1), c = Submit("c");
        Assert.Equal([high, a, b, c], Order(a, b, c, high));
        Assert.Equal("last of priority normal, until it ends or 'queue priority' takes that back",
            Ask<RunProtocol.RunChanged>(new QueueProtocol.MoveRun(a, QueuePlace.Last, null)).Note);
        Ask<RunProtocol.RunChanged>(new QueueProtocol.MoveRun(c, QueuePlace.Before, b));
        Ask<RunProtocol.RunChanged>(new QueueProtocol.LimitRun(b, 3));
        Assert.Equal([high, c, b, a], Order(a, b, c, high));
        Ask<RunProtocol.RunChanged>(new QueueProtocol.PrioritizeRun(b, 20));
        Assert.Equal([b, high, c, a], Order(a, b, c, high));

        Restart();
        var queue = Queue(a, b, c, high);
        Assert.Equal([b, high, c, a], queue.Runs.Select(run => run.Run));
        Assert.Equal([(20, 3), (10, 1), (0, null), (0, (int?)null)], queue.Runs.Select(run => (run.Priority, run.MaxSlots)));
        Assert.Equal("last", queue.Runs[3].Moved);

        // The one slot goes to whoever is first now.
        Report(_coordinator);
        Assert.Equal(b, AwaitGrant().Job.Run);
        var view = Ask<RunView>(new RunProtocol.DescribeRun(high));
        Assert.Equal((10, 1), (view.Summary.Priority, view.Queue!.MaxSlots));
        AwaitAssert(() =>
        {
            view = Ask<RunView>(new RunProtocol.DescribeRun(high));
            Assert.Equal((1, "a slot to be free: the only one that would do is busy"), (view.Queue!.Position, view.WaitingFor));
        }, Long, TimeSpan.FromMilliseconds(100), Stop);
    }

    [Fact]
    public void An_order_that_cannot_be_is_refused_and_a_rehearsal_changes_nothing()
    {
        _coordinator = Coordinator();
        RunId a = Submit("a"), b = Submit("b", priority: 10);
        Queue(a, b);
        Assert.Contains("a higher one always goes first", Ask<RunProtocol.Refused>(new QueueProtocol.MoveRun(a, QueuePlace.Before, b)).Reason);
        Assert.Contains("waits for nothing", Ask<RunProtocol.Refused>(new QueueProtocol.MoveRun(a, QueuePlace.Before, new RunId("nobody"))).Reason);
        Assert.Contains("There is no run", Ask<RunProtocol.Refused>(new QueueProtocol.PrioritizeRun(new RunId("nobody"), 1)).Reason);
        Assert.Equal("priority 50, was normal", Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new QueueProtocol.PrioritizeRun(a, 50))).Note);
        Assert.Equal("at most 2 slots at once", Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new QueueProtocol.LimitRun(a, 2))).Note);
        Assert.StartsWith("first of priority normal",
            Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new QueueProtocol.MoveRun(a, QueuePlace.First, null))).Note);
        Assert.Equal([b, a], Order(a, b));
        Assert.All(Queue(a, b).Runs, run => Assert.Null(run.Moved));
    }

    [Fact]
    public void Submitting_a_run_again_with_another_priority_changes_it_and_with_the_same_leaves_it()
    {
        _coordinator = Coordinator();
        RunId a = Submit("a", priority: -10), b = Submit("b");
        Assert.Equal([b, a], Order(a, b));
        Assert.Equal(a, Submit("a", priority: 5));
        Assert.Equal([a, b], Order(a, b));
        Ask<RunProtocol.RunChanged>(new QueueProtocol.PrioritizeRun(a, -20));
        Submit("a", priority: 5);
        Assert.Equal([b, a], Order(a, b));
    }

    [Fact]
    public void A_paused_run_is_in_the_list_without_a_place()
    {
        _coordinator = Coordinator();
        RunId a = Submit("a"), b = Submit("b");
        Queue(a, b);
        Ask<RunProtocol.RunChanged>(new RunProtocol.PauseRun(a, false));
        var paused = Queue(b).Runs.Single(run => run.Run == a);
        Assert.Contains("for it is paused", Assert.Single(paused.Waits).Why);
    }
}
