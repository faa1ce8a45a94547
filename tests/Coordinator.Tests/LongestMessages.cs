using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Coordinator.Tests.Placing;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Tests;

/// <summary>Messages at the limits. Texts are of letters that cost most as JSON: six bytes each.</summary>
internal static class LongestMessages
{
    private const int Nodes = 1_000, IndexedRuns = 10_000;

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 18, 45, 0, 123, TimeSpan.FromHours(12));
    public static readonly string Host = new('h', 253);
    public static readonly RunId RunId = new("20261123-184500-0123456789abcdef");
    public static readonly RunSpecification Specification = MadeRun.Specification with { Name = Text(MessageLimits.Name), Folds = 20, Repeats = 20 };

    private static readonly string Path = Text(2_000);
    private static readonly NodeId Node = new(Host, 65535, long.MinValue);
    private static readonly AttemptId Attempt = new(RunId, new JobId("clinical-r20-19"), 1_000_000);
    private static readonly FoldId Fold = new(BranchId.Clinical, 19, 19);
    private static readonly RunSummary Summary = new(RunId, Text(MessageLimits.Name), RunStatus.Cancelled, "folds 799/800 (paused)", Now, Now, true, -100);

    private static readonly ImmutableArray<SlotView> Slots =
        [.. Enumerable.Range(0, MessageLimits.SlotsOfANode)
            .Select(slot => new SlotView(slot, "cuda:255", SlotStatus.Running, Attempt, Text(404), long.MaxValue, new string('c', 60)))];

    private static readonly ImmutableArray<string> Seeds = [.. Enumerable.Range(0, 100).Select(seed => $"{Host}:{seed}")];

    private static readonly NodeFacts Facts = new(
        Text(253), Text(100), 1_000, long.MaxValue, Now, Enumerable.Range(0, 8).ToImmutableSortedDictionary(i => $"library {i}", _ => Text(60)));

    /// <summary>As many as no job writes: the report with its pictures has about fifty.</summary>
    private static readonly ImmutableArray<StoredFile> Files = [.. Enumerable.Range(0, 200)
        .Select(file => new StoredFile($"runs/{RunId}/explain/attempt-1000/{new string('f', 60)}{file}", long.MaxValue, new string('a', 64)))];

    private static readonly ImmutableSortedDictionary<string, double> Figures = Enumerable.Range(0, 60)
        .ToImmutableSortedDictionary(i => $"{new string('g', 40)}{i}", _ => -1.2345678901234567e-200);

    /// <summary>Every fold was tried and waits for its disk, each with as much to say as a message allows.</summary>
    public static RunState Run { get; } = Troubled();

    public static RunView View { get; } = Viewed();

    public static IEnumerable<IWireMessage> All => [.. OfNodes, .. OfRuns, .. OfLists, .. OfDesks];

    public static RunState WithEverythingOfficial(this RunState run) => run.WithCohort().FoldsOfficial();

    private static IEnumerable<IWireMessage> OfNodes =>
    [
        new NodeProtocol.NodeReport(Node, Slots, [.. Enumerable.Repeat(Attempt, MessageLimits.SlotsOfANode)], Facts).Fitting(),
        new NodeProtocol.GrantJob(255, Run.Job(JobKinds.FusionJob)!.Request.Attempt(
            RunId, 1_000_000, JobInputs.ListOf(new RunFolder("/w", RunId), Run.InputsOf(Run.Job(JobKinds.FusionJob)!.Request)!.Value)!.Value.List)
                with { Workspace = new string('a', 32) },
            long.MaxValue),
        new NodeProtocol.GrantJob(255,
            new Job(RunId, Attempt.Job, JobKind.TrainFold, 1_000_000, Files[0], Fold, new DrawRange(1_000_000, 1_000_000), new string('a', 32)), long.MaxValue),
        new NodeProtocol.CancelAttempt(Attempt, long.MaxValue, Text(MessageLimits.Failure)),
        new NodeProtocol.JobProgressed(Attempt, Text(100), int.MaxValue, int.MaxValue, -1.2345678901234567e-200, double.NaN),
        new NodeProtocol.JobWarned(Attempt, Text(MessageLimits.FailureOfAJob)),
        new NodeProtocol.JobCompleted(Attempt, Node, Files, Figures),
        new NodeProtocol.JobFailed(Attempt, Node, FailureKind.OutOfMemory, Text(MessageLimits.Failure)),
        new NodeProtocol.FileNotVisible(Attempt, Node, Path, Text(MessageLimits.Failure)),
        new NodeProtocol.ResultRecorded(Attempt),
        new NodeOrders.DrainNode($"{Host}:65535", TimeSpan.MaxValue, Text(MessageLimits.Reason)),
        new NodeOrders.ExcludeNode($"{Host}:65535", RunId, Text(MessageLimits.Reason)),
        new NodeOrders.EnableNode($"{Host}:65535", RunId),
        new NodeOrders.NodeChanged($"{Host}:65535", "excluded", Text(1_000)),
        new RunProtocol.ListNodes($"{Host}:65535"),
        .. NodePages,
    ];

    private static IEnumerable<IWireMessage> OfRuns =>
    [
        // A longer specification is refused by the seed that it is submitted to.
        new RunProtocol.SubmitRun(new string('y', 64_000), RunStage.Evaluation, true, int.MinValue, int.MaxValue),
        new RunProtocol.Rehearse(new RunProtocol.SubmitRun(new string('y', 64_000), RunStage.Evaluation, true, int.MinValue, int.MaxValue)),
        new RunProtocol.RunAccepted(RunId, RunProtocol.Acceptance.AlreadyFinished),
        new RunProtocol.Refused(Text(MessageLimits.Failure + 500)),
        new RunProtocol.CancelRun(RunId), new RunProtocol.Cancelled(RunId), new RunProtocol.PauseRun(RunId, true), new RunProtocol.ResumeRun(RunId),
        new RunProtocol.RetryFold(RunId, Fold),
        new RunProtocol.RunChanged(
            RunId, "resumed", $"its files were damaged: {string.Join(", ", Run.Jobs.Values.Select(job => job.Request.Id))} computed again"),
        new RunProtocol.DeleteRun(RunId), new RunProtocol.Deletion(RunId, false, int.MaxValue, long.MaxValue, Path + Text(1_000)),
        new RunProtocol.VerifyRun(RunId, new string('a', 32)),
        Verification,
        new RunProtocol.ListResults(RunId), new RunProtocol.Results(RunId, Files),
        new RunProtocol.CheckJournal(), new RunProtocol.JournalCheck(1.23456789012345e-7, 1.23456789012345e-7),
        new RunProtocol.SetMessage(Text(300)), new RunProtocol.AskMessage(), new RunProtocol.ClusterMessage(Text(300), Now),
        new QueueProtocol.MoveRun(RunId, QueuePlace.Before, RunId), new QueueProtocol.PrioritizeRun(RunId, int.MinValue),
        new QueueProtocol.LimitRun(RunId, int.MaxValue),
    ];

    private static IEnumerable<IWireMessage> OfLists =>
    [
        new RunProtocol.DescribeRun(RunId, true, long.MaxValue, int.MaxValue), .. RunParts,
        new RunProtocol.ListRuns(RunStatus.Completed, Summary, int.MaxValue), .. RunPages,
        new RunProtocol.FindRun(Text(1_000)), RunsFound.Of(Enumerable.Repeat(Summary, IndexedRuns), RunId.Value),
        RunsFound.Of(Enumerable.Repeat(Summary, IndexedRuns), Summary.Name),
        new QueueProtocol.ListQueue(), Queue,
    ];

    private static IEnumerable<IWireMessage> OfDesks =>
    [
        new NodeFileProtocol.ReadFiles(RunId,
            [.. Enumerable.Repeat(new NodeFileProtocol.FilePlace($"folds/clinical-r20-19/attempt-1000000/{new string('f', 100)}", long.MaxValue),
                NodeFileProtocol.MostFiles)]),
        new NodeFileProtocol.FileParts(
            [.. Enumerable.Repeat(new NodeFileProtocol.FilePart($"folds/clinical-r20-19/attempt-1000000/{new string('f', 100)}", long.MaxValue,
                new byte[NodeFileProtocol.MostBytes / NodeFileProtocol.MostFiles], long.MaxValue),
                NodeFileProtocol.MostFiles)]),
        new NodeFileProtocol.CheckNode(new string('a', 32)),
        new NodeFileProtocol.NodeCheck(Now, TimeSpan.MaxValue, new string('v',
            60), new string('r', 60), new string('m', 60),
            new NodeFileProtocol.StorageCheck(Path, Path + Text(1_000), 1e-7, 1e-7, long.MaxValue, long.MaxValue, new string('a', 32),
                new NodeFileProtocol.StorageRights(false,
                    [.. Enumerable.Repeat(new NodeFileProtocol.EntryMode("pseudonym.key", 511), 12),
                        .. Enumerable.Repeat(new NodeFileProtocol.EntryMode(Path, 511), 3)])),
            [.. Enumerable.Repeat(new NodeFileProtocol.CertificateEnd(Text(200), Now), 4)]),
        new NodeFileProtocol.CompareProbes(new string('a', 32), [.. Enumerable.Repeat($"akka.ssl.tcp://axspa@{Host}:65535", 100)]),
        new NodeFileProtocol.ProbesSeen([.. Enumerable.Repeat($"akka.ssl.tcp://axspa@{Host}:65535", 100)]),
        new NodeFileProtocol.RemoveProbe(new string('a', 32)),
        new LeadershipProtocol.AskLeadership(),
        new LeadershipProtocol.Leadership($"{Host}:65535", Now, long.MaxValue, Path + Text(1_000)),
        new NodeFileProtocol.AskMembers($"akka.ssl.tcp://axspa@{Host}:65535"),
        NodeFileProtocol.MembersSeen.Of(Enumerable.Range(0, Nodes).Select(node => $"akka.ssl.tcp://axspa@{Host}:{node}"), Host),
        new BootstrapProtocol.AskForCluster($"{Host}:65535", Seeds, long.MaxValue, true),
        new BootstrapProtocol.ClusterAnswer($"{Host}:65535", Seeds, BootstrapProtocol.Standing.InCluster, true, long.MaxValue, true),
    ];

    private static IEnumerable<IWireMessage> RunPages
    {
        get
        {
            List<RunSummary> runs = [.. Enumerable.Range(0, IndexedRuns)
                .Select(run => Summary with { Run = new RunId($"20261123-184500-0123456789a{run:00000}"), SubmittedAt = Now.AddSeconds(run / 3) })];
            var (listed, page) = (new HashSet<RunId>(), new RunProtocol.RunList([], runs.Count));
            while (page.Older > 0)
            {
                page = RunListing.Page(runs, new RunProtocol.ListRuns(Before: page.Runs.IsEmpty ? null : page.Runs[^1]));
                if (page.Runs.IsEmpty || !page.Runs.All(run => listed.Add(run.Run)))
                    throw new InvalidOperationException("The pages repeat themselves.");
                yield return page;
            }
            if (listed.Count != runs.Count)
                throw new InvalidOperationException("The pages leave runs out.");
        }
    }

    private static IEnumerable<IWireMessage> RunParts
    {
        get
        {
            var parts = new ViewParts(TimeProvider.System);
            var part = parts.First(View);
            yield return part;
            for (var read = part.Jobs.Length; read < View.Jobs.Length; read += part.Jobs.Length)
            {
                part = parts.Next(new RunProtocol.DescribeRun(View.Summary.Run, View: part.Part!.View, From: read))!;
                yield return part;
            }
        }
    }

    private static IEnumerable<IWireMessage> NodePages
    {
        get
        {
            var state = Placed();
            RunProtocol.NodeList? page = null;
            var listed = 0;
            while (page is not { IsLastPage: true })
            {
                page = NodeViews.Page(state, page?.Nodes[^1].Node.ToString(), Now);
                listed += page.Nodes.Length;
                yield return page;
            }
            if (listed < Nodes)
                throw new InvalidOperationException("The pages leave nodes out.");
        }
    }

    private static QueueView Queue
    {
        get
        {
            var state = Placed();
            foreach (var run in Enumerable.Range(0, 100))
                state = state.After(Run.Wants(null, Quiet, _ => false, MadeRun.Now) with
                {
                    Standing = Run.Standing() with { Run = new RunId($"20261123-184500-{run:0000000000000000}"), Name = Text(MessageLimits.Name) },
                }, MadeRun.Now);
            return QueueViews.Of(state,
                Enumerable.Range(0, IndexedRuns).Select(run => (new RunId($"20261124-184500-{run:0000000000000000}"), Text(MessageLimits.Name))), MadeRun.Now);
        }
    }

    private static IEnumerable<QuietLease> Quiet =>
        Enumerable.Range(0, 300).Select(job => new QuietLease(new JobId($"quiet-{job}"), Node with { Port = job + 1 }, Now, Now));

    private static RunVerification Verification
    {
        get
        {
            ImmutableArray<string> findings = [.. Enumerable.Repeat($"{Path} is missing.", RunInspection.MostFindings)];
            return RunVerifier.Fitting(new RunVerification(RunId, true, long.MaxValue, long.MaxValue,
                [.. Enumerable.Range(0, 5 + 40).Select(part => new VerifiedPart($"coverage, clinical r{part}", Text(200), findings))]));
        }
    }

    private static PlacementState Placed()
    {
        var state = PlacementState.Empty;
        foreach (var node in Enumerable.Range(0, Nodes))
        {
            var (id, address) = (new NodeId($"{node:0000}{Host[4..]}", 65535, node), $"{node:0000}{Host[4..]}:65535");
            // The largest nodes, also two lives of one, among many small ones.
            var slots = node < 3 ? Slots : [.. Slots.Take(2)];
            state = state with { Board = state.Board.After(new NodeProtocol.NodeReport(id, slots, [], Facts), Now) };
            if (node == 0)
                state = state with { Board = state.Board.After(new NodeProtocol.NodeReport(id with { Incarnation = -1 }, slots, [], Facts), Now) };
            state = state.Ordered(new IndexEvents.NodeDrained(address, Now, Text(MessageLimits.Reason), Now));
            foreach (var run in Enumerable.Range(0, MessageLimits.ExclusionsOfANode))
                state = state.Ordered(new IndexEvents.NodeExcluded(
                    address, new RunId($"20261123-184500-{run:0000000000000000}"), Text(MessageLimits.Reason), Now));
        }
        return state;
    }

    private static RunState Troubled()
    {
        var run = RunState.From(new RunEvents.Submitted(RunId, new string('k', 64), Text(MessageLimits.Name), "yaml", RunStage.Evaluation, MadeRun.Now))
            .Apply(new RunEvents.TookOver(1, MadeRun.Now));
        run = run.WithCohort();
        var folds = JobKinds.Folds(run, Specification);
        run = run.After(run.OnRequest(folds, MadeRun.Now));
        foreach (var fold in folds)
            run = run.After(
                new RunEvents.JobGranted(fold.Id, 1_000_000, Node, 255, "cuda:255", MadeRun.Now),
                new RunEvents.AttemptFailed(fold.Id, 1_000_000, Node, FailureKind.Storage, Text(MessageLimits.Failure), true, MadeRun.Now.AddDays(1), 10_000));
        return run.After(run.OnRequest(
            [new JobRequest(JobKinds.FusionJob, JobKind.FitFusion, [JobKinds.CohortJob]), .. JobKinds.Explanations(run, Specification)], MadeRun.Now));
    }

    private static RunView Viewed()
    {
        var progress = new RunProgress();
        foreach (var warning in Enumerable.Range(0, 200))
            progress.Note(new NodeProtocol.JobWarned(Attempt, $"{warning}{Text(MessageLimits.FailureOfAJob)}"));
        var waits = new RunWaits(null, [.. Run.Blocked(null, [], MadeRun.Now).Select(kept => new WaitView(kept.Jobs, kept.Reason))], 1, Now, MadeRun.Now);
        return progress.View(Run with { Failure = Text(2 * MessageLimits.Failure) }, new RunFolder(Path, RunId), waits) with { Folder = Path };
    }

    private static RunState FoldsOfficial(this RunState run)
    {
        var folds = JobKinds.Folds(run, Specification);
        return folds.Aggregate(run.After(run.OnRequest(folds, MadeRun.Now)), (state, fold) => state.Official(fold.Id.Value));
    }

    private static string Text(int length) => new('ä', length);
}
