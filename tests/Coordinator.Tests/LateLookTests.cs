using Akka.Actor;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>A look at the disk takes as long as the disk does; what people order meanwhile holds.</summary>
public sealed class LateLookTests : CoordinatorUnderTest
{
    private const string Specification = "clinical only, to its folds";

    private IActorRef _coordinator = ActorRefs.Nobody;
    private RunId _run;
    private string _lost = "";

    private static string Yaml => RunYaml.Write(MadeRun.Specification with { Name = Specification, Mri = null, Clinical = new ClinicalOptions() });

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    /// <summary>A run whose cohort is official; each test loses the file when no look of the coordinator's own may find that.</summary>
    private void Begin()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        _run = Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(Yaml, RunStage.Clinical, false)).Run;
        var cohort = AttemptOf(AwaitGrant());
        _lost = Path.Combine(Workspace, $"runs/{_run}/cohort/attempt-1/made.csv");
        AtomicFile.Write(_lost, "made");
        var figures = MadeRun.NoFigures.Add(CohortMetricNames.Features, 3);
        _coordinator.Tell(new NodeProtocol.JobCompleted(cohort, Id, [AtomicFile.Describe(Workspace, _lost)], figures), Node.Ref);
        AwaitRecorded(cohort);
        AwaitAssert(() => Assert.Contains("requested clinical-0", RunLog), Long, cancellationToken: Stop);
    }

    /// <summary>As from the thread that looked, which began before the run was cancelled.</summary>
    private void ALookComesBack(LookOrder order, IActorRef asker) => Sys.ActorSelection(_coordinator.Path / $"run-{_run}").Tell(
        new InputGate.Seen(new Look(order, [new Damage(JobKinds.CohortJob, 1, "made.csv is missing.")], null), asker));

    private void AwaitCancelled() => AwaitAssert(() =>
        Assert.Equal(RunStatus.Cancelled, Ask<RunView>(new RunProtocol.DescribeRun(_run)).Summary.Status), Long, cancellationToken: Stop);

    [Fact]
    public void A_run_that_is_cancelled_while_a_second_submission_looks_at_its_files_stays_cancelled()
    {
        Begin();
        var submitter = CreateTestProbe();
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        File.Delete(_lost);
        ALookComesBack(new LookOrder.Resubmit(RunYaml.Parse(Yaml, "run.yaml", Workspace), RunStage.Evaluation), submitter.Ref);
        Assert.Contains("was cancelled while its files were being looked at", submitter.ExpectMsg<RunProtocol.Refused>(Long, cancellationToken: Stop).Reason);
        AwaitCancelled();
        Assert.DoesNotContain("withdrawn", RunLog);
    }

    [Fact]
    public void A_run_that_is_cancelled_while_the_next_coordinator_looks_at_its_files_stays_cancelled()
    {
        Begin();
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        _coordinator = Coordinator();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        File.Delete(_lost);
        ALookComesBack(LookOrder.TakeOver.Instance, ActorRefs.Nobody);
        _coordinator.Tell(new RunProtocol.ResumeRun(_run), Node.Ref);
        Assert.Contains("cancelled for good", Node.FishForMessage<RunProtocol.Refused>(_ => true, Long, cancellationToken: Stop).Reason);
        AwaitCancelled();
        Assert.DoesNotContain("withdrawn", RunLog);
    }
}
