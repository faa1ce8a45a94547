using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>What orders would do, asked of a real coordinator: its journal has nothing of it afterwards.</summary>
public sealed class RehearsalTests : CoordinatorUnderTest
{
    private IActorRef _coordinator = ActorRefs.Nobody;
    private RunId _run;

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private void Begin()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        _run = AwaitGrant().Job.Run;
    }

    [Fact]
    public void An_order_that_is_rehearsed_is_answered_and_not_carried_out()
    {
        Begin();
        Assert.Equal(_run, Ask<RunProtocol.Cancelled>(new RunProtocol.Rehearse(new RunProtocol.CancelRun(_run))).Run);
        Assert.Equal("1 attempt ended, to go on from the checkpoint later",
            Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new RunProtocol.PauseRun(_run, true))).Note);
        Assert.Contains("is running already", Ask<RunProtocol.Refused>(new RunProtocol.Rehearse(new RunProtocol.ResumeRun(_run))).Reason);
        Assert.Contains("has no fold mri-7",
            Ask<RunProtocol.Refused>(new RunProtocol.Rehearse(new RunProtocol.RetryFold(_run, new FoldId(BranchId.Mri, 7)))).Reason);
        var view = Ask<RunView>(new RunProtocol.DescribeRun(_run));
        Assert.Equal((RunStatus.Running, false), (view.Summary.Status, view.Summary.IsPaused));
        Assert.DoesNotContain("cancelled", RunLog);
        Assert.DoesNotContain("paused", RunLog);
    }

    [Fact]
    public void What_would_become_of_a_submission_is_known_before_it()
    {
        Begin();
        var same = Submission(MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() });
        Assert.Equal(new RunProtocol.RunAccepted(_run, RunProtocol.Acceptance.Resumed), Ask<RunProtocol.RunAccepted>(new RunProtocol.Rehearse(same)));
        Assert.Equal(RunProtocol.Acceptance.Started, Ask<RunProtocol.RunAccepted>(new RunProtocol.Rehearse(same with { Another = true })).How);
        Assert.Contains("cohort", Ask<RunProtocol.Refused>(new RunProtocol.Rehearse(same with { Specification = "name: x" })).Reason);
        Assert.Contains("at most 200 characters; this one has 201",
            Ask<RunProtocol.Refused>(Submission(MadeRun.Specification with { Mri = null, Name = new string('n', 201) })).Reason);
        Assert.Single(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs);
    }

    [Fact]
    public void A_brief_description_says_how_the_run_is_without_its_jobs()
    {
        Begin();
        Assert.Single(Ask<RunView>(new RunProtocol.DescribeRun(_run)).Jobs);
        var brief = Ask<RunView>(new RunProtocol.DescribeRun(_run, IsBrief: true));
        Assert.Equal((0, RunStatus.Running), (brief.Jobs.Length, brief.Summary.Status));
    }

    [Fact]
    public void A_message_of_ops_is_there_after_a_recovery()
    {
        Begin();
        Ask<RunProtocol.ClusterMessage>(new RunProtocol.SetMessage("the cluster stops at six"));
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        _coordinator = Coordinator();
        Assert.Equal("the cluster stops at six", Ask<RunProtocol.ClusterMessage>(new RunProtocol.AskMessage()).Text);
        Assert.Null(Ask<RunProtocol.ClusterMessage>(new RunProtocol.SetMessage(null)).Text);
    }

    private static RunProtocol.SubmitRun Submission(RunSpecification specification) => new(RunYaml.Write(specification), RunStage.Cohort, false);
}
