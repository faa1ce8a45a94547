using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests.Lying;

/// <summary>A node with a good certificate that says what it likes, and writes into the workspace what it likes.</summary>
public sealed class LyingNodeTests : CoordinatorUnderTest
{
    private const string Secret = "-----BEGIN PRIVATE KEY-----";
    private const int UsualLies = 1_000;

    private IActorRef _coordinator = ActorRefs.Nobody;

    private string SecretFile
    {
        get
        {
            var file = Path.Combine(Workspace, "private", "coordinator.key");
            if (!File.Exists(file))
                AtomicFile.Write(file, Secret);
            return file;
        }
    }

    private static string Yaml(string name) => RunYaml.Write(MadeRun.Specification with { Name = name, Mri = null, Clinical = new ClinicalOptions() });

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private RunId Begin(string name = "lied to")
    {
        if (_coordinator.IsNobody())
            _coordinator = Coordinator();
        Report(_coordinator);
        return Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(Yaml(name), RunStage.Clinical, true)).Run;
    }

    /// <summary>The next grant of a run; meanwhile the node says what it has again and again, as nodes do.</summary>
    /// <param name="enables">Its exclusion, which may still be on its way, is taken back again and again too.</param>
    private AttemptId GrantOf(RunId run, bool enables = false)
    {
        var asked = Stopwatch.GetTimestamp();
        Report(_coordinator);
        while (Stopwatch.GetElapsedTime(asked) < Long)
        {
            switch (Node.ReceiveOne(AMoment, Stop))
            {
                case NodeProtocol.GrantJob grant when grant.Job.Run == run:
                    Report(_coordinator, AttemptOf(grant)); // else its slot is kept for a grant that is still on its way
                    return AttemptOf(grant);
                case null:
                    if (enables)
                        _coordinator.Tell(new NodeOrders.EnableNode(Id.ToString(), null), Node.Ref);
                    Report(_coordinator);
                    break;
            }
        }
        throw new Xunit.Sdk.XunitException(string.Join('\n',
        [
            $"nothing of {run} was granted for {Long.TotalSeconds} s: {Ask<RunView>(new RunProtocol.DescribeRun(run)).WaitingFor}",
            .. Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes()).Nodes.Select(node => $"{node}"),
        ]));
    }

    private string FileOf(AttemptId attempt, string name = "made.csv") =>
        $"runs/{attempt.Run}/{attempt.Job}/attempt-{attempt.Attempt.ToString(CultureInfo.InvariantCulture)}/{name}";

    private void Tell(AttemptId attempt, params StoredFile[] files) => _coordinator.Tell(
        new NodeProtocol.JobCompleted(attempt, Id, [.. files], MadeRun.NoFigures.Add(CohortMetricNames.Features, 3)), Node.Ref);

    private AttemptId Finished(AttemptId attempt, string content = "made")
    {
        var file = Path.Combine(Workspace, FileOf(attempt));
        AtomicFile.Write(file, content);
        Tell(attempt, AtomicFile.Describe(Workspace, file));
        return attempt;
    }

    private static bool Holds(string folder, string text) => Directory.Exists(folder)
        && Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Any(file => new FileInfo(file).LinkTarget is null && File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    [Theory]
    [InlineData("../private/coordinator.key")]
    [InlineData("private/coordinator.key")]
    [InlineData("runs/{0}/cohort/attempt-1/../../../../private/coordinator.key")]
    [InlineData("runs/{0}/cohort/attempt-1/./cohort.json")]
    [InlineData("runs/{0}/cohort/attempt-1")]
    [InlineData("runs/{0}/cohort/attempt-2/cohort.json")]
    [InlineData("runs/{0}/run.yaml")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    public void A_file_that_is_not_below_its_attempt_is_a_failed_attempt_and_is_copied_nowhere(string name)
    {
        var described = AtomicFile.Describe(Workspace, SecretFile);
        var run = Begin();
        var attempt = AttemptOf(AwaitGrant());
        Tell(attempt, described with { Path = string.Format(CultureInfo.InvariantCulture, name, run) });
        AwaitRecorded(attempt);
        AwaitAssert(() => Assert.Contains("failed cohort attempt 1 (Unverified): its result does not verify: ", RunLog), Long, cancellationToken: Stop);
        Assert.DoesNotContain("official", RunLog);
        Assert.False(Holds(Path.Combine(Workspace, "runs"), Secret));
    }

    [Theory]
    [InlineData("made.csv")]
    [InlineData("cohort.json")]
    public void A_symbolic_link_is_no_result_wherever_it_leads(string name)
    {
        var secret = SecretFile;
        Begin();
        var attempt = AttemptOf(AwaitGrant());
        var link = Path.Combine(Workspace, FileOf(attempt, name));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, secret);
        Tell(attempt, AtomicFile.Describe(Workspace, secret) with { Path = FileOf(attempt, name) });
        AwaitRecorded(attempt);
        AwaitAssert(() => Assert.Contains("is a symbolic link", RunLog), Long, cancellationToken: Stop);
        Assert.False(Holds(Path.Combine(Workspace, "runs"), Secret));
    }

    [Fact]
    public void What_a_folder_is_replaced_by_is_not_followed_when_results_are_shown_and_logs_are_written()
    {
        var elsewhere = Directory.CreateTempSubdirectory("axspa-elsewhere-").FullName;
        try
        {
            var run = Begin();
            var attempt = AttemptOf(AwaitGrant());
            var folder = new RunFolder(Workspace, run);
            // What the coordinator writes next, a list of inputs and the run's log, would go there.
            Directory.CreateSymbolicLink(folder.InputLists, elsewhere);
            File.Delete(folder.Log);
            File.CreateSymbolicLink(folder.Log, Path.Combine(elsewhere, "log"));
            Finished(attempt);
            AwaitRecorded(attempt);
            AwaitAssert(() => Assert.Contains("is a symbolic link", Ask<RunView>(new RunProtocol.DescribeRun(run)).WaitingFor), Long, cancellationToken: Stop);
            Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public void Results_that_are_not_there_as_told_are_waited_for_and_three_in_a_row_exclude_the_node()
    {
        var run = Begin();
        AwaitRecorded(Finished(GrantOf(run)));
        for (var fold = 0; fold < 3; fold++)
        {
            var attempt = GrantOf(run);
            Tell(attempt, new StoredFile($"runs/{run}/folds/{attempt.Job}/attempt-{attempt.Attempt}/oof.csv", 3, new string('a', 64)));
            AwaitRecorded(attempt);
        }
        AwaitAssert(() =>
        {
            var node = Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes()).Nodes.Single();
            Assert.Contains("3 results in a row did not verify", node.Term!.ForAll!.Reason);
        }, Long, cancellationToken: Stop);
        Assert.Contains("(Unverified): its result does not verify", RunLog);
        Report(_coordinator);
        Node.ExpectNoMsg(AMoment, Stop); // nothing more is placed there
    }

    [Fact]
    public void Whatever_a_node_says_the_coordinator_lives_and_nothing_outside_of_its_runs_changes()
    {
        var lies = Environment.GetEnvironmentVariable("AXSPA_FUZZ") is { } told ? int.Parse(told, CultureInfo.InvariantCulture) : UsualLies;
        var before = (File.ReadAllText(SecretFile), File.GetLastWriteTimeUtc(SecretFile));
        var run = Begin();
        var attempt = GrantOf(run);
        var liar = new NodeLies(20261130, SecretFile, "../private/coordinator.key", "/etc/hostname", "runs/../private/coordinator.key", "completed", "BadInput",
            "..", "");
        var (unread, slowest) = (0, TimeSpan.Zero);
        for (var number = 0; number < lies; number++)
        {
            NodeProtocol.INodeWord[] honest =
            [
                new NodeProtocol.NodeReport(Id, [new SlotView(0, "cpu", SlotStatus.Running, attempt)], [attempt]),
                new NodeProtocol.JobProgressed(attempt, "epoch", 1, 2, 0.5, double.NaN),
                new NodeProtocol.JobWarned(attempt, "a file without orientation"),
                new NodeProtocol.JobCompleted(
                    attempt, Id, [new StoredFile(FileOf(attempt), 4, new string('a', 64))], MadeRun.NoFigures.Add(CohortMetricNames.Features, 3)),
                new NodeProtocol.JobFailed(attempt, Id, FailureKind.Crashed, "code 139"),
                new NodeProtocol.FileNotVisible(attempt, Id, "/c.csv", "is not there"),
            ];
            if (liar.Changed(honest[number % honest.Length]) is { } lie)
                _coordinator.Tell(lie, Node.Ref);
            else
                unread++;
            if (number % 100 != 99)
                continue;
            // It answers, and has the run as it wrote it: no actor was begun anew.
            var asked = Stopwatch.GetTimestamp();
            var view = Ask<RunView>(new RunProtocol.DescribeRun(run));
            slowest = Stopwatch.GetElapsedTime(asked) is var took && took > slowest ? took : slowest;
            // A cohort that its node calls unusable leaves no folder.
            AwaitDisk();
            Assert.DoesNotContain("took over, generation 2",
                File.Exists(new RunFolder(Workspace, run).Log) ? File.ReadAllText(new RunFolder(Workspace, run).Log) : "");
            if (view.Summary.Status == RunStatus.Running && view.Jobs.Any(job => job.Status == JobStatus.Running && job.Attempt == attempt.Attempt))
                continue;
            if (view.Summary.Status == RunStatus.Running)
                Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(run));
            run = Begin($"lied to, {number.ToString(CultureInfo.InvariantCulture)}");
            attempt = GrantOf(run, enables: true);
        }
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{lies} lies, {unread} of them cannot be read; slowest answer {slowest.TotalSeconds:0.00} s; {Environment.WorkingSet >> 20} MiB"));
        Assert.Equal(before, (File.ReadAllText(SecretFile), File.GetLastWriteTimeUtc(SecretFile)));
        Assert.False(Holds(Path.Combine(Workspace, "runs"), Secret));
        Assert.Equal(["journal.db", "private", "runs"], Directory.GetFileSystemEntries(Workspace).Select(entry => Path.GetFileName(entry)!)
            .Where(name => !name.StartsWith("journal.db-", StringComparison.Ordinal) && !name.StartsWith(".probe-", StringComparison.Ordinal))
                .Append("journal.db")
                .Distinct()
                .Order(StringComparer.Ordinal));
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"the coordinator needed {slowest} for an answer");
    }
}
