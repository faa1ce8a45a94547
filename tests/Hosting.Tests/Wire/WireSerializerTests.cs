using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Hosting.Tests.Wire;

public sealed class WireSerializerTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly NodeId Node = new("127.0.0.1", 4053, -77);
    private static readonly AttemptId Attempt = new(new RunId("r1"), new JobId("mri-0"), 2);
    private readonly ActorSystem _system = ActorSystem.Create("wire", ConfigurationFactory.ParseString("""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor {
          serializers { axspa = "AxSpa.Hosting.Wire.WireSerializer, AxSpa.Hosting", json = "AxSpa.Hosting.Wire.RefusingSerializer, AxSpa.Hosting" }
          serialization-bindings { "AxSpa.Shared.Wire.IWireMessage, AxSpa.Shared" = axspa }
        }
        """));

    public void Dispose() => _system.Dispose();

    public static TheoryData<IWireMessage> Messages =>
    [
        new NodeProtocol.NodeReport(Node,
            [new SlotView(0, "cuda:0", SlotStatus.Running, Attempt), new SlotView(1, "cpu", SlotStatus.Broken, Trouble: "no libxgboost")], [Attempt]),
        new NodeProtocol.NodeReport(Node, [new SlotView(0, "cuda:0", SlotStatus.Free, MemoryBytes: 1L << 36, Card: "NVIDIA H200")], [],
            new NodeFacts("gpu-1", "Linux", 16, 1L << 37, At, ImmutableSortedDictionary<string, string>.Empty.Add("torch", "2.10.0"))),
        new NodeProtocol.GrantJob(1,
            new Job(new RunId("r1"), new JobId("mri-0"), JobKind.TrainFold, 2, new StoredFile("a/b.json", 12, "ab"), new FoldId(BranchId.Mri, 0),
                Workspace: "00ff"),
            3),
        new NodeProtocol.CancelAttempt(Attempt, 3),
        new NodeProtocol.CancelAttempt(Attempt, 3, "its node n is drained"),
        new NodeProtocol.JobProgressed(Attempt, "epoch", 3, 10, double.NaN, 0.75),
        new NodeProtocol.JobWarned(Attempt, "ä"),
        new NodeProtocol.JobCompleted(Attempt, Node, [new StoredFile("a", 1, "b")], ImmutableSortedDictionary<string, double>.Empty.Add("x", 0.1)),
        new NodeProtocol.JobFailed(Attempt, Node, FailureKind.OutOfMemory, "why"),
        new NodeProtocol.ResultRecorded(Attempt),
        new RunProtocol.SubmitRun("name: x", RunStage.Fusion, true),
        new RunProtocol.RunAccepted(new RunId("r1"), RunProtocol.Acceptance.Resumed),
        new RunProtocol.Refused("no"),
        new RunProtocol.CancelRun(new RunId("r1")),
        new RunProtocol.Cancelled(new RunId("r1")),
        new RunProtocol.PauseRun(new RunId("r1"), true),
        new RunProtocol.ResumeRun(new RunId("r1")),
        new RunProtocol.RetryFold(new RunId("r1"), new FoldId(BranchId.Clinical, 3)),
        new RunProtocol.RunChanged(new RunId("r1"), "paused", "nothing of it is running"),
        new RunProtocol.DeleteRun(new RunId("r1")),
        new RunProtocol.Deletion(new RunId("r1"), true, 3, 4, null),
        new RunProtocol.Rehearse(new RunProtocol.PauseRun(new RunId("r1"), true)),
        new RunProtocol.ListResults(new RunId("r1")),
        new RunProtocol.Results(new RunId("r1"), [new StoredFile("results/metrics.txt", 12, "ab")]),
        new RunProtocol.SetMessage("ä"),
        new RunProtocol.AskMessage(),
        new RunProtocol.ClusterMessage("ä", At),
        new RunProtocol.VerifyRun(new RunId("r1"), "a"),
        new RunVerification(new RunId("r1"), true, 3, 4, [new VerifiedPart("split", "12 patients", ["x is missing."])]),
        new RunProtocol.ListRuns(RunStatus.Failed, new RunSummary(new RunId("r1"), "n", RunStatus.Failed, "s", At, null), 50),
        new RunProtocol.FindRun("r"),
        new RunsFound(new RunSummary(new RunId("r1"), "n", RunStatus.Failed, "s", At, null), [], 0, [], 0),
        new RunProtocol.RunList([new RunSummary(new RunId("r1"), "n", RunStatus.Failed, "s", At, null)], 7),
        new RunProtocol.DescribeRun(new RunId("r1"), IsBrief: false, View: 7, From: 100),
        new RunView(new RunSummary(new RunId("r1"), "n", RunStatus.Running, "s", At, At), "k", RunStage.Mri,
            [new JobView(new JobId("mri-0"), JobKind.TrainFold, new FoldId(BranchId.Mri, 0), JobStatus.Running, 1, "n", "cpu", "epoch", 1, 2, 0.5, null, At,
                null, ImmutableSortedDictionary<string, double>.Empty, null)],
            ["w"], null, null, false, "/x", Part: new ViewPart(7, 0, 800)),
        new NodeFileProtocol.ReadFiles(new RunId("r1"), [new NodeFileProtocol.FilePlace("run.log", 7)]),
        new NodeFileProtocol.CheckNode("ab"),
        new NodeFileProtocol.NodeCheck(At, TimeSpan.FromMilliseconds(7), "0.1.0+ab", "10.0.1", "avx2",
            new NodeFileProtocol.StorageCheck("/x", null, 1.5, 0.5, 3, 4, "00ff",
                new NodeFileProtocol.StorageRights(true, [new NodeFileProtocol.EntryMode("runs", 493)])), [new NodeFileProtocol.CertificateEnd("seed", At)]),
        new NodeFileProtocol.CompareProbes("ab", ["akka.tcp://axspa@h:1"]),
        new NodeFileProtocol.ProbesSeen([]),
        new NodeFileProtocol.RemoveProbe("ab"),
        new NodeFileProtocol.AskMembers("akka.tcp://axspa@127.0.0.1:4053"),
        NodeFileProtocol.MembersSeen.Of(["akka.tcp://axspa@127.0.0.1:4053"], "akka.tcp://axspa@127.0.0.1:4054"),
        new BootstrapProtocol.AskForCluster("127.0.0.1:4053", ["127.0.0.1:4053", "127.0.0.1:4054"], 3, true),
        new BootstrapProtocol.ClusterAnswer("127.0.0.1:4054", ["127.0.0.1:4053", "127.0.0.1:4054"], BootstrapProtocol.Standing.InCluster, true, 3, false),
        new LeadershipProtocol.AskLeadership(),
        new LeadershipProtocol.Leadership("127.0.0.1:4060", At, 3, null),
        new RunProtocol.CheckJournal(),
        new RunProtocol.JournalCheck(1.5, 2.5),
        new JournalEvents.Probed(At),
        new NodeFileProtocol.FileParts([new NodeFileProtocol.FilePart("run.log", 7, [1, 2, 255], 10)]),
        new RunProtocol.ListNodes("127.0.0.1:4053"),
        new QueueProtocol.ListQueue(),
        new QueueProtocol.MoveRun(new RunId("r1"), QueuePlace.Before, new RunId("r2")),
        new QueueProtocol.PrioritizeRun(new RunId("r1"), -3),
        new QueueProtocol.LimitRun(new RunId("r1"), null),
        new QueueView([new QueuedRunView(1, new RunId("r1"), "n", 10, 2, 1, At, 61.5, 7200, "last", [new WaitView([new JobId("mri-0")], "a slot")])], 3, 1, 2),
        new NodeOrders.DrainNode("127.0.0.1:4053", TimeSpan.FromMinutes(10), "disk"),
        new NodeOrders.ExcludeNode("127.0.0.1:4053", new RunId("r1"), null),
        new NodeOrders.EnableNode("127.0.0.1:4053", null),
        new NodeOrders.NodeChanged("127.0.0.1:4053", "drained", "nothing more"),
        new RunProtocol.NodeList([new NodeView(
            Node, [], null, At, new NodeTerm("127.0.0.1:4053", new NodeDrain(At, null, "disk"), [new NodeExclusion(new RunId("r1"), At, null)]), [Attempt])],
            false),
        new RunEvents.Submitted(new RunId("r1"), "k", "n", "yaml", RunStage.Cohort, At),
        new RunEvents.TookOver(4, At),
        new RunEvents.Extended(RunStage.Evaluation, At),
        new RunEvents.JobsRequested([new JobRequest(new JobId("bootstrap-1"), JobKind.BootstrapShard, [new JobId("cohort")], Draws: new DrawRange(50, 50))],
            At),
        new RunEvents.JobsRequestedWithFiles([new RunEvents.JobRequestWithFiles(new JobId("mri-0"), JobKind.TrainFold, [new StoredFile("a", 1, "b")])], At),
        new RunEvents.JobGranted(new JobId("mri-0"), 1, Node, 0, "cpu", At),
        new RunEvents.JobMadeOfficial(new JobId("mri-0"), 1, Node, [], ImmutableSortedDictionary<string, double>.Empty, At),
        new RunEvents.AttemptFailed(new JobId("mri-0"), 1, Node, FailureKind.Lost, "gone", true, At),
        new RunEvents.FileNotVisible(new JobId("mri-0"), 1, Node, "/data/c.csv", At),
        new NodeProtocol.FileNotVisible(Attempt, Node, "/data/c.csv", "there is no such file"),
        new RunEvents.ResultWithdrawn(new JobId("mri-0"), 1, "weights are missing", At),
        new RunEvents.JobRetried(new JobId("mri-0"), At),
        new RunEvents.Paused(At),
        new RunEvents.Resumed(At),
        new RunEvents.ResourcesChanged(new ResourceOptions(-10, null, null, new SlotDemand(DeviceKind.Cpu, 4)), At),
        new RunEvents.Prioritized(10, At),
        new RunEvents.Limited(null, At),
        new RunEvents.Moved(QueuePlace.First, null, At),
        new RunEvents.Completed(At),
        new RunEvents.Failed(FailureKind.Diverged, "nan", At),
        new RunEvents.Cancelled(At),
        new IndexEvents.RunIndexed(new RunEvents.Submitted(new RunId("r1"), "k", "n", "yaml", RunStage.Cohort, At)),
        new IndexEvents.RunClosed(new RunId("r1"), RunStatus.Completed, At),
        new IndexEvents.RunReopened(new RunId("r1"), At),
        new IndexEvents.NodeDrained("127.0.0.1:4053", null, null, At),
        new IndexEvents.NodeExcluded("127.0.0.1:4053", null, null, At),
        new IndexEvents.NodeEnabled("127.0.0.1:4053", new RunId("r1"), At),
        new IndexEvents.TookOver(At),
        new IndexEvents.RunDeleting(new RunId("r1"), At),
        new IndexEvents.RunDeleted(new RunId("r1"), At),
        new IndexEvents.MessageSet(null, At),
        new RunSnapshot(
            new RunId("r1"), "k", "n", "yaml", RunStage.Cohort, At, 1, RunStatus.Cancelled, [new JobSnapshot(
                new JobRequest(new JobId("cohort"), JobKind.PrepareCohort, []), 0, null, null, null, 0, 0, null, null, 0, 0, [], [], false,
                new ResultSnapshot(1, Node, [], ImmutableSortedDictionary<string, double>.Empty.Add("x", double.NaN), At))],
            false, new ResourceOptions(), 0, null, null, At, TimeSpan.FromTicks(7), [], At, null, null, new TraceSnapshot(0, At, []), []),
        new IndexSnapshot([new IndexedRunSnapshot(new RunId("r1"), "k", "n", RunStage.Cohort, At, RunStatus.Completed, At, null)], [], [], null, null, [], 1),
    ];

    public static TheoryData<RunProtocol.Order> Orders =>
    [
        new RunProtocol.SubmitRun("name: x", RunStage.Fusion, true), new RunProtocol.CancelRun(new RunId("r1")),
        new RunProtocol.PauseRun(new RunId("r1"), true),
        new RunProtocol.ResumeRun(new RunId("r1")), new RunProtocol.RetryFold(new RunId("r1"), new FoldId(BranchId.Clinical, 3)),
        new RunProtocol.DeleteRun(new RunId("r1")),
        new QueueProtocol.MoveRun(new RunId("r1"), QueuePlace.Last, null), new QueueProtocol.PrioritizeRun(new RunId("r1"), 3),
        new QueueProtocol.LimitRun(new RunId("r1"), 2),
        new NodeOrders.DrainNode("127.0.0.1:4053", null, null), new NodeOrders.ExcludeNode("127.0.0.1:4053", null, "ecc"),
        new NodeOrders.EnableNode("127.0.0.1:4053", new RunId("r1")),
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Every_order_can_be_rehearsed(RunProtocol.Order order)
    {
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        var back = Assert.IsType<RunProtocol.Rehearse>(serializer.FromBinary(serializer.ToBinary(new RunProtocol.Rehearse(order)), "rehearse-1"));
        Assert.Equal(order, back.Order);
    }


    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_record_comes_back_as_it_went_under_its_manifest(IWireMessage message)
    {
        var serializer = Assert.IsType<WireSerializer>(_system.Serialization.FindSerializerFor(message));
        var bytes = serializer.ToBinary(message);
        var back = serializer.FromBinary(bytes, serializer.Manifest(message));
        Assert.IsType(message.GetType(), back);
        Assert.Equal(bytes, serializer.ToBinary(back));
    }

    [Fact]
    public void Every_wire_record_of_the_assembly_has_a_manifest_and_a_round_trip_test()
    {
        var records = typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IWireMessage)))
            .ToHashSet();
        Assert.Equal(records, WireManifests.Types.ToHashSet());
        Assert.Equal(records, Messages.Select(row => row.Data.GetType()).ToHashSet());
    }

    [Fact]
    public void A_type_without_a_manifest_does_not_leave_the_process()
    {
        var refusing = _system.Serialization.FindSerializerFor(new Foreign());
        Assert.IsType<RefusingSerializer>(refusing);
        Assert.Throws<SerializationException>(() => refusing.ToBinary(new Foreign()));
    }

    [Fact]
    public void Nothing_of_a_foreign_type_is_instantiated()
    {
        var refusing = _system.Serialization.FindSerializerForType(typeof(object));
        Assert.Equal(1, refusing.Identifier);
        Assert.Throws<SerializationException>(() =>
            (object)refusing.FromBinary("{\"$type\":\"AxSpa.Hosting.Tests.Wire.WireSerializerTests+Foreign, AxSpa.Hosting.Tests\"}"u8.ToArray(),
                typeof(Foreign)));
        Assert.False(Foreign.WasMade && Foreign.MadeBy == "setter");
    }

    [Fact]
    public void An_unknown_event_is_refused_and_an_unknown_message_says_what_it_was()
    {
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        Assert.Contains("not known", Assert.Throws<SerializationException>(() => serializer.FromBinary([], "e-granted-99")).Message);
        Assert.Equal(new UnknownMessage("grant-99"), serializer.FromBinary([], "grant-99"));
    }

    private sealed class Foreign
    {
        public static bool WasMade { get; private set; }

        public static string MadeBy { get; private set; } = "";

        public Foreign() => WasMade = true;

        public string Name { get; set { field = value; MadeBy = "setter"; } } = "";
    }
}
