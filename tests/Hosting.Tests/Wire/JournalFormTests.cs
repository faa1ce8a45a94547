using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Hosting.Tests.Wire;

/// <summary>
/// How every event and every snapshot lies in journals. A journal is kept for years: what stands here is read by every later version, so a line is
/// never changed, only added to.
/// </summary>
public sealed class JournalFormTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly NodeId Node = new("127.0.0.1", 4053, -77);
    private static readonly JobId Fold = new("mri-0");
    private static readonly RunEvents.Submitted Submitted = new(new RunId("r1"), "k", "n", "yaml", RunStage.Cohort, At);
    private readonly ActorSystem _system = ActorSystem.Create("journal", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public void Dispose() => _system.Dispose();

    /// <summary>One line, which is laid out in several.</summary>
    private static string Joined(string lines) => lines.ReplaceLineEndings("");

    public static TheoryData<string, IWireMessage, string> Events => new()
    {
        { "e-submitted-1", Submitted,
            """{"Run":{"Value":"r1"},"Key":"k","Name":"n","Specification":"yaml","Until":"Cohort","At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-took-over-1", new RunEvents.TookOver(3, At), """{"Generation":3,"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-extended-1", new RunEvents.Extended(RunStage.Fusion, At), """{"Until":"Fusion","At":"2026-01-02T03:04:05+00:00"}""" },
        {
            "e-requested-2",
            new RunEvents.JobsRequested([new JobRequest(Fold, JobKind.TrainFold, [new JobId("cohort")], new FoldId(BranchId.Mri, 0), new DrawRange(0, 50))],
                At),
            """{"Jobs":[{"Id":{"Value":"mri-0"},"Kind":"TrainFold","Reads":[{"Value":"cohort"}],"Fold":{"Branch":"Mri","Index":0},"Draws":{"First":0,"Count":50}}],"At":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "e-requested-1",
            new RunEvents.JobsRequestedWithFiles([new RunEvents.JobRequestWithFiles(
                Fold, JobKind.TrainFold, [new StoredFile("a", 1, "b")], new FoldId(BranchId.Mri, 0), new DrawRange(0, 50))],
                At),
            """{"Jobs":[{"Id":{"Value":"mri-0"},"Kind":"TrainFold","Inputs":[{"Path":"a","Bytes":1,"Sha256":"b"}],"Fold":{"Branch":"Mri","Index":0},"Draws":{"First":0,"Count":50}}],"At":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "e-granted-1", new RunEvents.JobGranted(Fold, 2, Node, 1, "cpu", At),
            """{"Job":{"Value":"mri-0"},"Attempt":2,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"Slot":1,"Device":"cpu","At":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "e-official-1",
            new RunEvents.JobMadeOfficial(Fold, 2, Node, [new StoredFile("a", 1, "b")], ImmutableSortedDictionary<string, double>.Empty.Add("x", 0.5), At),
            """{"Job":{"Value":"mri-0"},"Attempt":2,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"Files":[{"Path":"a","Bytes":1,"Sha256":"b"}],"Figures":{"x":0.5},"At":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "e-attempt-failed-1", new RunEvents.AttemptFailed(Fold, 2, Node, FailureKind.Lost, "gone", true, At, 7),
            """{"Job":{"Value":"mri-0"},"Attempt":2,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"Kind":"Lost","Reason":"gone","MadeProgress":true,"At":"2026-01-02T03:04:05+00:00","Epoch":7}"""
        },
        {
            "e-not-visible-1", new RunEvents.FileNotVisible(Fold, 2, Node, "/data/c.csv", At),
            """{"Job":{"Value":"mri-0"},"Attempt":2,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"File":"/data/c.csv","At":"2026-01-02T03:04:05+00:00"}"""
        },
        { "e-withdrawn-1", new RunEvents.ResultWithdrawn(Fold, 2, "gone", At),
            """{"Job":{"Value":"mri-0"},"Attempt":2,"Reason":"gone","At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-retried-1", new RunEvents.JobRetried(Fold, At), """{"Job":{"Value":"mri-0"},"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-paused-1", new RunEvents.Paused(At), """{"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-resumed-1", new RunEvents.Resumed(At), """{"At":"2026-01-02T03:04:05+00:00"}""" },
        {
            "e-resources-1", new RunEvents.ResourcesChanged(new ResourceOptions(10, 2, new SlotDemand(DeviceKind.Cuda, 7.5)), At),
            """{"Asked":{"Priority":10,"MaxSlots":2,"Mri":{"Device":"Cuda","MemoryGiB":7.5}},"At":"2026-01-02T03:04:05+00:00"}"""
        },
        { "e-prioritized-1", new RunEvents.Prioritized(-10, At), """{"Priority":-10,"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-limited-1", new RunEvents.Limited(3, At), """{"MaxSlots":3,"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-moved-1", new RunEvents.Moved(QueuePlace.Before, new RunId("r2"), At),
            """{"Place":"Before","Before":{"Value":"r2"},"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-completed-1", new RunEvents.Completed(At), """{"At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-failed-1", new RunEvents.Failed(FailureKind.Diverged, "nan", At), """{"Kind":"Diverged","Reason":"nan","At":"2026-01-02T03:04:05+00:00"}""" },
        { "e-cancelled-1", new RunEvents.Cancelled(At), """{"At":"2026-01-02T03:04:05+00:00"}""" },
        { "i-took-over-1", new IndexEvents.TookOver(At), """{"At":"2026-01-02T03:04:05+00:00"}""" },
        {
            "i-indexed-1", new IndexEvents.RunIndexed(Submitted),
            """{"Submitted":{"Run":{"Value":"r1"},"Key":"k","Name":"n","Specification":"yaml","Until":"Cohort","At":"2026-01-02T03:04:05+00:00"}}"""
        },
        { "i-closed-1", new IndexEvents.RunClosed(new RunId("r1"), RunStatus.Completed, At),
            """{"Run":{"Value":"r1"},"Status":"Completed","At":"2026-01-02T03:04:05+00:00"}""" },
        { "i-reopened-1", new IndexEvents.RunReopened(new RunId("r1"), At), """{"Run":{"Value":"r1"},"At":"2026-01-02T03:04:05+00:00"}""" },
        { "i-deleting-1", new IndexEvents.RunDeleting(new RunId("r1"), At), """{"Run":{"Value":"r1"},"At":"2026-01-02T03:04:05+00:00"}""" },
        { "i-deleted-1", new IndexEvents.RunDeleted(new RunId("r1"), At), """{"Run":{"Value":"r1"},"At":"2026-01-02T03:04:05+00:00"}""" },
        { "i-message-1", new IndexEvents.MessageSet("six", At), """{"Text":"six","At":"2026-01-02T03:04:05+00:00"}""" },
        {
            "i-drained-1", new IndexEvents.NodeDrained("127.0.0.1:4053", At, "new disk", At),
            """{"Node":"127.0.0.1:4053","MoveAt":"2026-01-02T03:04:05+00:00","Reason":"new disk","At":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "i-excluded-1", new IndexEvents.NodeExcluded("127.0.0.1:4053", new RunId("r1"), "ecc", At),
            """{"Node":"127.0.0.1:4053","Run":{"Value":"r1"},"Reason":"ecc","At":"2026-01-02T03:04:05+00:00"}"""
        },
        { "i-enabled-1", new IndexEvents.NodeEnabled("127.0.0.1:4053", null, At), """{"Node":"127.0.0.1:4053","At":"2026-01-02T03:04:05+00:00"}""" },
        {
            "s-run-1", new RunSnapshot(
                new RunId("r1"), "k", "n", "yaml", RunStage.Mri, At, 3, RunStatus.Failed,
                [
                    new JobSnapshot(
                        new JobRequest(Fold, JobKind.TrainFold, [new JobId("cohort")], new FoldId(BranchId.Mri, 0)), 2,
                        new GrantSnapshot(2, Node, 1, "cpu", At),
                        new ResultSnapshot(1, Node, [new StoredFile("a", 1, "b")], ImmutableSortedDictionary<string, double>.Empty.Add("x", 0.5), At),
                        At, 1, 2, At, "why", 7, 3, [Node], [new UnseenSnapshot(Node, "/data/c.csv", At, 2)], true, null),
                ],
                true, new ResourceOptions(10), 10, 2, new MoveSnapshot(QueuePlace.Before, new RunId("r2"), At), At, TimeSpan.FromSeconds(90),
                [new SpanSnapshot(At, At)],
                At, "nan", FailureKind.Diverged, new TraceSnapshot(1, At, [new TracedJob(Fold, At, 2)]), ["w"]),
            Joined("""
                {"Run":{"Value":"r1"},"Key":"k","Name":"n","Specification":"yaml","Until":"Mri","SubmittedAt":"2026-01-02T03:04:05+00:00","Generation":3,"Status":"Failed",
                "Jobs":[{"Request":{"Id":{"Value":"mri-0"},"Kind":"TrainFold","Reads":[{"Value":"cohort"}],"Fold":{"Branch":"Mri","Index":0}},
                "Attempts":2,"Grant":{"Attempt":2,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"Slot":1,"Device":"cpu","At":"2026-01-02T03:04:05+00:00"},
                "Official":{"Attempt":1,"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"Files":[{"Path":"a","Bytes":1,"Sha256":"b"}],"Figures":{"x":0.5},
                "At":"2026-01-02T03:04:05+00:00"},"StartedAt":"2026-01-02T03:04:05+00:00","FruitlessCrashes":1,"StorageTroubles":2,"NotBefore":"2026-01-02T03:04:05+00:00",
                "LastFailure":"why","FurthestEpoch":7,"Standstill":3,"Avoided":[{"Host":"127.0.0.1","Port":4053,"Incarnation":-77}],
                "Unseen":[{"Node":{"Host":"127.0.0.1","Port":4053,"Incarnation":-77},"File":"/data/c.csv","At":"2026-01-02T03:04:05+00:00","Times":2}],"IsWithdrawn":true}],
                "IsPaused":true,"Asked":{"Priority":10},"Priority":10,"MaxSlots":2,"Move":{"Place":"Before","Before":{"Value":"r2"},"At":"2026-01-02T03:04:05+00:00"},
                "JoinedAt":"2026-01-02T03:04:05+00:00","UsedEarlier":"00:01:30","Used":[{"From":"2026-01-02T03:04:05+00:00","To":"2026-01-02T03:04:05+00:00"}],
                "EndedAt":"2026-01-02T03:04:05+00:00","Failure":"nan","FailureKind":"Diverged","Trace":{"Opening":1,"OpenedAt":"2026-01-02T03:04:05+00:00",
                "Jobs":[{"Job":{"Value":"mri-0"},"RequestedAt":"2026-01-02T03:04:05+00:00","Round":2}]},"Warnings":["w"]}
                """)
        },
        {
            "s-index-1", new IndexSnapshot(
                [new IndexedRunSnapshot(new RunId("r1"), "k", "n", RunStage.Mri, At, RunStatus.Running, At, Submitted)], [new RunId("r2")], [new RunId("r3")],
                "six", At,
                [new NodeTerm("127.0.0.1:4053", new NodeDrain(At, At, "disk"), [new NodeExclusion(new RunId("r1"), At, "ecc")])], 4),
            Joined("""
                {"Runs":[{"Run":{"Value":"r1"},"Key":"k","Name":"n","Until":"Mri","SubmittedAt":"2026-01-02T03:04:05+00:00","Status":"Running","EndedAt":"2026-01-02T03:04:05+00:00",
                "Submitted":{"Run":{"Value":"r1"},"Key":"k","Name":"n","Specification":"yaml","Until":"Cohort","At":"2026-01-02T03:04:05+00:00"}}],
                "Deleting":[{"Value":"r2"}],"Deleted":[{"Value":"r3"}],"Message":"six","MessageSince":"2026-01-02T03:04:05+00:00",
                "Nodes":[{"Node":"127.0.0.1:4053","Drain":{"At":"2026-01-02T03:04:05+00:00","MoveAt":"2026-01-02T03:04:05+00:00","Reason":"disk"},
                "Exclusions":[{"Run":{"Value":"r1"},"At":"2026-01-02T03:04:05+00:00","Reason":"ecc"}]}],"TakeOvers":4}
                """)
        },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_and_read_in_its_frozen_form(string manifest, IWireMessage happened, string json)
    {
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        Assert.Equal((manifest, json), (serializer.Manifest(happened), Encoding.UTF8.GetString(serializer.ToBinary(happened))));
        Assert.Equal(json, Encoding.UTF8.GetString(serializer.ToBinary(serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest))));
    }

    [Fact]
    public void A_fold_of_a_later_repeat_says_so_and_one_without_a_repeat_is_of_the_first()
    {
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        var retry = new RunProtocol.RetryFold(new RunId("r1"), new FoldId(BranchId.Clinical, 3, Repeat: 1));
        const string written = """{"Fold":{"Branch":"Clinical","Index":3,"Repeat":1},"Run":{"Value":"r1"}}""";
        Assert.Equal(written, Encoding.UTF8.GetString(serializer.ToBinary(retry)));
        Assert.Equal(retry, serializer.FromBinary(Encoding.UTF8.GetBytes(written), "retry-fold-1"));
        Assert.Equal(
            new RunProtocol.RetryFold(new RunId("r1"), new FoldId(BranchId.Clinical, 3)),
            serializer.FromBinary("""{"Fold":{"Branch":"Clinical","Index":3},"Run":{"Value":"r1"}}"""u8.ToArray(), "retry-fold-1"));
    }

    [Fact]
    public void Every_event_has_its_line() => Assert.Equal(
        WireManifests.Types.Select(type => WireManifests.Of(type).Manifest)
            .Where(manifest => manifest[..2] is "e-" or "i-" or "s-")
            .Order(StringComparer.Ordinal),
        Events.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("e-attempt-failed-1", """{"Job":{"Value":"mri-0"},"Attempt":2,"Node":{"Host":"h","Port":1,"Incarnation":1},"Kind":"Lost","Reason":"gone","MadeProgress":true,"At":"2026-01-02T03:04:05+00:00"}""")]
    [InlineData("node-report-1", """{"Node":{"Host":"h","Port":1,"Incarnation":1},"Slots":[{"Index":0,"Device":"cpu","Status":"Free"}],"Unrecorded":[]}""")]
    [InlineData("list-nodes-1", "{}")]
    [InlineData("submit-1", """{"Specification":"yaml","Until":"Cohort","Another":false}""")]
    public void What_an_older_version_wrote_or_sent_is_still_read(string manifest, string json) =>
        Assert.NotNull(new WireSerializer((ExtendedActorSystem)_system).FromBinary(Encoding.UTF8.GetBytes(json), manifest));
}
