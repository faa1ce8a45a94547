using System.Diagnostics;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;
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

    private static string Yaml => RunYaml.Write(MadeRun.Specification with { Name = Specification, Mri = null, Clinical = new ClinicalOptions() });

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    /// <summary>A run whose cohort is official, and whose one official file is a pipe: whoever looks at it waits until somebody writes.</summary>
    /// <returns>Lets those that wait see a damaged file.</returns>
    private Action BeginWithAFileThatHangs()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        _run = Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(Yaml, RunStage.Clinical, false)).Run;
        var cohort = AttemptOf(AwaitGrant());
        var file = $"runs/{_run}/cohort/attempt-1/made.csv";
        var pipe = Path.Combine(Workspace, file);
        Directory.CreateDirectory(Path.GetDirectoryName(pipe)!);
        using (var made = Process.Start("mkfifo", [pipe]))
            Assert.True(made.WaitForExit(Long) && made.ExitCode == 0);
        var figures = MadeRun.NoFigures.Add(CohortFigures.Features, 3);
        _coordinator.Tell(new NodeProtocol.JobCompleted(cohort, Id, [new StoredFile(file, 0, "00")], figures), Node.Ref);
        AwaitRecorded(cohort);
        AwaitAssert(() => Assert.Contains("requested clinical-0", RunLog), Long, cancellationToken: Stop);
        return () =>
        {
            using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite); // when somebody looks
            File.Delete(pipe); // whoever comes later finds none
        };
    }

    private void AwaitCancelled() => AwaitAssert(() =>
        Assert.Equal(RunStatus.Cancelled, Ask<RunView>(new RunProtocol.DescribeRun(_run)).Summary.Status), Long, cancellationToken: Stop);

    [Fact]
    public void A_run_that_is_cancelled_while_a_second_submission_looks_at_its_files_stays_cancelled()
    {
        var goOn = BeginWithAFileThatHangs();
        var submitter = CreateTestProbe();
        _coordinator.Tell(new RunProtocol.SubmitRun(Yaml, RunStage.Evaluation, false), submitter.Ref);
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        goOn();
        Assert.Contains("was cancelled while its files were being looked at", submitter.ExpectMsg<RunProtocol.Refused>(Long, cancellationToken: Stop).Reason);
        AwaitCancelled();
        Assert.DoesNotContain("withdrawn", RunLog);
    }

    [Fact]
    public void A_run_that_is_cancelled_while_the_next_coordinator_looks_at_its_files_stays_cancelled()
    {
        var goOn = BeginWithAFileThatHangs();
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        _coordinator = Coordinator();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        _coordinator.Tell(new RunProtocol.ResumeRun(_run), Node.Ref); // waits for a look of its own
        goOn();
        Assert.Contains("cancelled for good", Node.FishForMessage<RunProtocol.Refused>(_ => true, Long, cancellationToken: Stop).Reason);
        AwaitCancelled();
        Assert.DoesNotContain("withdrawn", RunLog);
    }
}
