using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>
/// A file of an open run that is missing: in the right workspace it is damage, and made again; in an empty folder where the workspace should be it
/// means nothing at all. Either way the run goes on.
/// </summary>
public sealed class LostFilesTests : CoordinatorUnderTest
{
    private const string Identity = "00112233445566778899aabbccddeeff", Volume = "volumes/0123.f32";

    public enum Told { NotVisible, BadInput }

    private IActorRef _coordinator = ActorRefs.Nobody;
    private AttemptId _fold = null!;

    private string Away => $"{Workspace}.away";

    /// <summary>Relative to the workspace; {0} is the run.</summary>
    private static readonly string[] Files = ["runs/{0}/run.yaml", "runs/{0}/cohort/attempt-1/patients.csv", "runs/{0}/cohort/attempt-1/scans.csv",
        "runs/{0}/cohort/attempt-1/inputs.csv", Volume];

    public static TheoryData<string, bool, Told> Lost => [..
        from file in Files
            from isAltered in new[] { false, true }
            from told in Enum.GetValues<Told>()
            select new TheoryDataRow<string, bool, Told>(file, isAltered, told)];

    public static TheoryData<string, Told> Unseen =>
        [.. from file in Files from told in Enum.GetValues<Told>() select new TheoryDataRow<string, Told>(file, told)];

    /// <summary>A run whose cohort is official and of which a fold is being trained.</summary>
    private RunFolder Training()
    {
        new WorkspaceIdentity(Identity, Identity).Write(Workspace);
        _coordinator = Coordinator();
        Report(_coordinator);
        _coordinator.Tell(new RunProtocol.SubmitRun(
            RunYaml.Write(MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() }), RunStage.Clinical, false), Node.Ref);
        var grant = AwaitGrant();
        Assert.Equal(Identity, grant.Job.Workspace);
        Report(_coordinator, running: AttemptOf(grant));
        var run = new RunFolder(Workspace, grant.Job.Run);
        var folder = run.AttemptFolder(grant.Job);
        AtomicFile.Write(Path.Combine(Workspace, Volume), "voxels");
        var volume = AtomicFile.Describe(Workspace, Path.Combine(Workspace, Volume));
        new PreparedCohort(
            [new Patient("p0", true, PatientSet.Train, 0), new Patient("p1", false, PatientSet.Train, 1)], [new ClinicalColumn("age", ColumnKind.Numeric, [])],
            [[1.0, 2.0]],
            [new Scan("p0", volume.Path, volume.Sha256)], [1, 1, 1]).Save(folder);
        InputFiles.Save(folder, []);
        _coordinator.Tell(
            new NodeProtocol.JobCompleted(AttemptOf(grant), Id, [.. Directory.GetFiles(folder).Select(file => AtomicFile.Describe(Workspace, file))],
                MadeRun.NoFigures.Add(CohortMetricNames.Features, 1)), Node.Ref);
        AwaitRecorded(AttemptOf(grant));
        AwaitAssert(() => Assert.Contains("requested clinical-0", RunLog), Long, cancellationToken: Stop);
        Report(_coordinator);
        _fold = AttemptOf(Node.FishForMessage<NodeProtocol.GrantJob>(next => next.Job.Kind == JobKind.TrainFold, Long, cancellationToken: Stop));
        Report(_coordinator, running: _fold);
        return run;
    }

    private void Tell(Told told, string file) => _coordinator.Tell(told == Told.NotVisible
        ? new NodeProtocol.FileNotVisible(_fold, Id, file, $"{file} is gone since it was written.")
        : new NodeProtocol.JobFailed(_fold, Id, FailureKind.BadInput, $"{file} cannot be used."), Node.Ref);

    private RunView View()
    {
        _coordinator.Tell(new RunProtocol.DescribeRun(_fold.Run), Node.Ref);
        return Node.FishForMessage<RunView>(_ => true, Long, cancellationToken: Stop);
    }

    private string? LastFailure() => View().Jobs.Single(job => job.Job == _fold.Job).LastFailure;

    private void TakeAway()
    {
        Directory.Move(Workspace, Away);
        Directory.CreateDirectory(Workspace);
    }

    private void BringBack()
    {
        Directory.Delete(Workspace); // which it can only where nothing was written
        Directory.Move(Away, Workspace);
    }

    [Theory, MemberData(nameof(Lost))]
    public void In_the_right_workspace_it_is_made_again(string name, bool isAltered, Told told)
    {
        var run = Training();
        var file = string.Format(System.Globalization.CultureInfo.InvariantCulture, name, _fold.Run);
        var path = Path.Combine(Workspace, file);
        var before = File.ReadAllBytes(path);
        if (isAltered)
            File.AppendAllText(path, " ");
        else
            File.Delete(path);

        Tell(told, file);
        AwaitRecorded(_fold);

        Assert.Equal(RunStatus.Running, View().Summary.Status);
        if (path == run.Specification)
        {
            AwaitAssert(() => Assert.Equal(before, File.ReadAllBytes(path)), Long, cancellationToken: Stop);
            AwaitAssert(() => Assert.Matches(told == Told.NotVisible && isAltered ? @"\(NotVisible\)" : @"\(Storage\)", RunLog), Long, cancellationToken: Stop);
            Assert.DoesNotContain("withdrawn", RunLog);
        }
        else
        {
            AwaitAssert(() => Assert.Matches("withdrawn cohort attempt 1(.|\n)*requested cohort", RunLog), Long, cancellationToken: Stop);
            Report(_coordinator);
            Assert.Equal(("cohort", 2), AwaitGrant() is var again ? (again.Job.Id.Value, again.Job.Attempt) : default);
        }
    }

    [Theory, MemberData(nameof(Unseen))]
    public void In_an_empty_folder_where_the_workspace_should_be_it_is_waited_for_and_nothing_is_written_there(string name, Told told)
    {
        var run = Training();
        TakeAway();

        Tell(told, string.Format(System.Globalization.CultureInfo.InvariantCulture, name, _fold.Run));
        AwaitRecorded(_fold);

        Assert.Equal(RunStatus.Running, View().Summary.Status);
        Assert.Contains($"is not the workspace {Identity}: it holds no workspace.id. Is the share mounted?", LastFailure());
        Assert.Matches(@"Is the share mounted\?.*is tried again", View().WaitingFor);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Workspace));
        BringBack();
        AwaitAssert(() => Assert.Contains("(Storage)", File.ReadAllText(run.Log)), Long, cancellationToken: Stop);
        Assert.DoesNotContain("withdrawn", RunLog);
    }

    [Fact]
    public void A_coordinator_that_takes_over_while_the_workspace_is_away_takes_nothing_for_damage_and_goes_on_when_it_is_back()
    {
        Training();
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.ExpectTerminated(_coordinator, Long, cancellationToken: Stop);
        TakeAway();

        _coordinator = Coordinator();
        AwaitAssert(() => Assert.Contains("Is the share mounted?", View().WaitingFor), Long, cancellationToken: Stop);
        _coordinator.Tell(new RunProtocol.RetryFold(_fold.Run, new FoldId(BranchId.Clinical, 0)), Node.Ref);
        Assert.Contains("Is the share mounted?", Node.FishForMessage<RunProtocol.Refused>(_ => true, Long, cancellationToken: Stop).Reason);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Workspace));

        BringBack();
        AwaitAssert(() => Assert.DoesNotContain("Is the share mounted?", View().WaitingFor ?? ""), Long, cancellationToken: Stop);
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Assert.DoesNotContain("withdrawn", RunLog);
    }

    [Fact]
    public void What_ended_while_it_was_away_is_recorded_and_shown_when_it_is_back()
    {
        var run = Training();
        TakeAway();
        _coordinator.Tell(Completed(_fold), Node.Ref);
        Node.ExpectNoMsg(AMoment, Stop); // a result that nobody can look at is told again
        Assert.Empty(Directory.EnumerateFileSystemEntries(Workspace));
        BringBack();
        _coordinator.Tell(Completed(_fold), Node.Ref);
        AwaitRecorded(_fold);
        AwaitAssert(() => Assert.True(File.Exists(run.FoldOfficial(new FoldId(BranchId.Clinical, 0)))), Long, cancellationToken: Stop);
        AwaitAssert(() => Assert.Contains("official clinical-0 attempt 1", File.ReadAllText(run.Log)), Long, cancellationToken: Stop);
    }

    [Fact]
    public void A_run_that_is_deleted_while_its_workspace_is_away_is_gone_only_when_its_folder_is()
    {
        var run = Training();
        _coordinator.Tell(new RunProtocol.CancelRun(_fold.Run), Node.Ref);
        Node.FishForMessage<RunProtocol.Cancelled>(_ => true, Long, cancellationToken: Stop);
        TakeAway();
        AwaitAssert(() => Assert.Contains("Is the share mounted?", Deletion().Trouble), Long, cancellationToken: Stop);
        Assert.False(Deletion().IsFinished);
        BringBack();
        AwaitAssert(() => Assert.True(Deletion().IsFinished), Long, TimeSpan.FromMilliseconds(200), Stop);
        Assert.False(Directory.Exists(run.Root));

        RunProtocol.Deletion Deletion()
        {
            _coordinator.Tell(new RunProtocol.DeleteRun(_fold.Run), Node.Ref);
            return Node.FishForMessage<RunProtocol.Deletion>(_ => true, Long, cancellationToken: Stop);
        }
    }
}
