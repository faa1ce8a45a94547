using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Journals and members of earlier versions.</summary>
public sealed class EarlierVersionTests : CoordinatorUnderTest
{
    private static readonly JobId Fold = new("clinical-0");
    private readonly RunId _run = new("20260102-030405-test");

    private NodeId Gone => Id with { Port = 1 };

    private RunFolder Folder => new(Workspace, _run);

    [Fact]
    public void An_unfinished_run_of_a_journal_that_names_every_file_goes_on()
    {
        var file = OldJournal();
        var coordinator = Coordinator();
        var grant = Await(coordinator);
        Assert.Equal((new AttemptId(_run, JobKinds.FusionJob, 3), 2L), (AttemptOf(grant), grant.Generation));
        Assert.Equal([file], InputList.Read(Workspace, grant.Job.Inputs).AsEnumerable());
    }

    [Fact]
    public void A_list_that_was_lost_or_altered_is_written_again_before_the_next_attempt()
    {
        OldJournal();
        var coordinator = Coordinator();
        var grant = Await(coordinator);
        var list = Path.Combine(Workspace, grant.Job.Inputs!.Path);
        File.WriteAllText(list, "{}");
        Assert.Throws<IOException>(() => InputList.Read(Workspace, grant.Job.Inputs));
        coordinator.Tell(new NodeProtocol.JobFailed(AttemptOf(grant), Id, FailureKind.Storage, "altered"), Node.Ref);
        AwaitRecorded(AttemptOf(grant));
        AwaitAssert(() => Assert.Single(InputList.Read(Workspace, grant.Job.Inputs)), Long, TimeSpan.FromMilliseconds(50), Stop);
    }

    [Fact]
    public void A_list_that_is_not_there_is_written_again_and_fails_no_run()
    {
        OldJournal();
        var coordinator = Coordinator();
        var grant = Await(coordinator);
        File.Delete(Path.Combine(Workspace, grant.Job.Inputs!.Path));
        coordinator.Tell(new NodeProtocol.FileNotVisible(AttemptOf(grant), Id, grant.Job.Inputs.Path, "does not exist"), Node.Ref);
        AwaitRecorded(AttemptOf(grant));
        AwaitAssert(() => Assert.Single(InputList.Read(Workspace, grant.Job.Inputs)), Long, TimeSpan.FromMilliseconds(50), Stop);
        coordinator.Tell(new RunProtocol.DescribeRun(_run, IsBrief: true), Node.Ref);
        Assert.Equal(RunStatus.Running, Node.FishForMessage<RunView>(_ => true, Long, cancellationToken: Stop).Summary.Status);
    }

    [Fact]
    public void A_run_whose_explanation_was_asked_for_in_one_job_goes_on_with_it_and_is_asked_for_no_other()
    {
        var fold = OldJournal(
            file => new RunEvents.JobMadeOfficial(JobKinds.FusionJob, 3, Gone, [file], MadeRun.NoFigures, MadeRun.Now),
            _ => new RunEvents.JobsRequested([new JobRequest(JobKinds.ExplainJob, JobKind.Explain, [JobKinds.FusionJob, Fold])], MadeRun.Now),
            _ => new RunEvents.JobGranted(JobKinds.ExplainJob, 1, Id, 0, "cpu", MadeRun.Now));
        var coordinator = Coordinator();
        var grant = Await(coordinator);
        Assert.Equal(new AttemptId(_run, JobKinds.ExplainJob, 1), AttemptOf(grant));
        Assert.Equal([fold, fold], InputList.Read(Workspace, grant.Job.Inputs).AsEnumerable());
        coordinator.Tell(new RunProtocol.DescribeRun(_run), Node.Ref);
        var jobs = Node.FishForMessage<RunView>(_ => true, Long, cancellationToken: Stop).Jobs;
        Assert.DoesNotContain(jobs, job => job.Kind == JobKind.ExplainFold);
    }

    [Fact]
    public void A_message_of_another_version_is_refused_in_a_sentence()
    {
        var coordinator = Coordinator();
        coordinator.Tell(new UnknownMessage("describe-99"), Node.Ref);
        var refusal = Node.FishForMessage<RunProtocol.Refused>(_ => true, Long, cancellationToken: Stop).Reason;
        Assert.Contains("does not know the message 'describe-99'. Bring all members of the cluster to one version", refusal);
    }

    private NodeProtocol.GrantJob Await(IActorRef coordinator)
    {
        NodeProtocol.GrantJob? grant = null;
        AwaitAssert(() =>
        {
            Report(coordinator);
            grant = Node.FishForMessage<NodeProtocol.GrantJob>(_ => true, AMoment, cancellationToken: Stop);
        }, Long, cancellationToken: Stop);
        return grant!;
    }

    /// <summary>A run of which a fold is official, and whose fusion is granted to the node of the test.</summary>
    /// <param name="more">Of the fold's file, what happened after that.</param>
    private StoredFile OldJournal(params Func<StoredFile, RunEvents.IRunEvent>[] more)
    {
        Directory.CreateDirectory(Folder.Root);
        var path = Path.Combine(Folder.FoldFolder(new FoldId(BranchId.Clinical, 0)), "attempt-1", "oof.csv");
        AtomicFile.Write(path, "scores");
        var file = AtomicFile.Describe(Workspace, path);
        var submitted = new RunEvents.Submitted(
            _run, "k", "made", RunYaml.Write(MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() }), RunStage.Evaluation, MadeRun.Now);
        Written("coordinator", new IndexEvents.RunIndexed(submitted), new IndexEvents.TookOver(MadeRun.Now));
        Written($"run-{_run}", submitted, new RunEvents.TookOver(1, MadeRun.Now),
            new RunEvents.JobsRequestedWithFiles(
                [new RunEvents.JobRequestWithFiles(Fold, JobKind.TrainFold, [], new FoldId(BranchId.Clinical, 0))], MadeRun.Now),
            new RunEvents.JobGranted(Fold, 1, Gone, 0, "cpu", MadeRun.Now),
            new RunEvents.JobMadeOfficial(Fold, 1, Gone, [file], MadeRun.NoFigures, MadeRun.Now),
            new RunEvents.JobsRequestedWithFiles([new RunEvents.JobRequestWithFiles(JobKinds.FusionJob, JobKind.FitFusion, [file])], MadeRun.Now),
            new RunEvents.JobGranted(JobKinds.FusionJob, 3, Id, 0, "cpu", MadeRun.Now));
        if (more.Length > 0)
            Written($"run-{_run}", [.. more.Select(happened => happened(file))]);
        return file;
    }

    private void Written(string journal, params ImmutableArray<IWireMessage> events)
    {
        var writer = Sys.ActorOf(Props.Create(() => new WrittenJournal(journal)));
        Node.Watch(writer);
        writer.Tell(new WrittenJournal.Write(events), Node.Ref);
        Node.ExpectMsg("written", Long, cancellationToken: Stop);
        Node.ExpectTerminated(writer, Long, cancellationToken: Stop);
    }
}
