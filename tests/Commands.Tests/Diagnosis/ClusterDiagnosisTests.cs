using System.Collections.Immutable;
using AxSpa.Commands.Diagnosis;
using AxSpa.Shared.Protocol;
using AxSpa.Views;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Diagnosis;

/// <summary>Each trouble is found, with its next step; a cluster without one is found well.</summary>
public sealed class ClusterDiagnosisTests
{
    private const string Seed1 =
        "akka.tcp://axspa@seed-1:4053", Seed2 =
            "akka.tcp://axspa@seed-2:4053", Brain =
                "akka.tcp://axspa@brain:4054", Standby = "akka.tcp://axspa@brain-2:4054", Gpu = "akka.tcp://axspa@gpu-1:4055";

    private static readonly NodeFileProtocol.StorageCheck Disk = new("/shared/axspa", null, 4, 1, 500_000_000_000, 1_000_000_000_000);

    private static readonly ClusterFacts Well = new(
        [Member(Seed1, "seed"), Member(Seed2, "seed"), Member(Brain, "coordinator"), Member(Standby, "coordinator"), Member(Gpu, "gpu")],
        [Seed1, Seed2],
        ImmutableSortedDictionary<string, ExaminedNode>.Empty.Add(Seed1, Node(null))
            .Add(Seed2, Node(null))
            .Add(Brain, Node(Disk))
            .Add(Standby, Node(Disk))
            .Add(Gpu, Node(Disk)),
        null, new RunProtocol.JournalCheck(11, 3), null, [Slots(new SlotView(0, "cuda:0", SlotStatus.Free), new SlotView(1, "cuda:1", SlotStatus.Running))],
        Noon)
    {
        Leadership = new LeadershipProtocol.Leadership("10.0.0.4:4060", Noon, 3, null),
    };

    private static readonly ClusterFacts Asked = Seeing(Well, Well.Members.Select(member => member.Address));

    /// <summary>Both seeds see these members.</summary>
    private static ClusterFacts Seeing(ClusterFacts facts, IEnumerable<string> members) => facts with
    {
        Sights = facts.Sights.SetItem(Seed1, Sees(facts.Members.Select(member => member.Address))).SetItem(Seed2, Sees(members)),
    };

    private static SeedSight Sees(IEnumerable<string> members) => new(NodeFileProtocol.MembersSeen.Of(members, Seed1), null);

    private static ClusterMemberView Member(string address, string role) => new(address, [role], "up", true, "0.1.0");

    private static ExaminedNode Node(NodeFileProtocol.StorageCheck? storage) => new(
        new NodeFileProtocol.NodeCheck(Noon, TimeSpan.Zero, "0.1.0+ab", "10.0.1", "avx2", storage, []), null, TimeSpan.FromMilliseconds(20), []);

    private static NodeView Slots(params SlotView[] slots) => new(new NodeId("gpu-1", 4055, 7), [.. slots]);

    private static ClusterFacts With(string address, Func<ExaminedNode, ExaminedNode> change) =>
        Well with { Nodes = Well.Nodes.SetItem(address, change(Well.Nodes[address])) };

    private static ExaminedNode Checked(ExaminedNode node, Func<NodeFileProtocol.NodeCheck, NodeFileProtocol.NodeCheck> change) =>
        node with { Check = change(node.Check!) };

    [Fact]
    public void A_cluster_without_a_trouble_is_well_in_every_respect() => Assert.Equal(
        """
        ok    members       5 nodes up
        ok    seeds         2 of 2 are members, and see the same 5
        ok    coordinator   10.0.0.4:4060 works since 2026-11-23 12:00:00Z (generation 3); 1 standby
        ok    journal       read in 11 ms, written in 3 ms
        ok    slots         2 slots on 1 node
        ok    storage       3 nodes wrote, flushed and read a file, and saw each other's (slowest 4 ms)
        ok    space         500.0 GB left at least
        ok    clocks        at most 0.02 s apart
        ok    versions      0.1.0+ab everywhere, .NET 10.0.1
        ok    certificates  there are none: connections are plain TCP
        Count: 10 checks, 0 warnings, 0 failures
        """, DoctorText.Of(ClusterDiagnosis.Of(Asked)));

    [Fact]
    public void Standbys_are_counted_and_a_coordinator_of_an_earlier_version_only_answers() => Assert.Equal(
        "answers; 1 standby",
        ClusterDiagnosis.Of(Asked with { Leadership = null }).First(finding => finding.Check == "coordinator").What);

    [Fact]
    public void A_node_in_no_cluster_is_told_apart_from_a_cluster_with_many_troubles() => Assert.Equal(
        $"""
        fail  members       the node that was asked is in no cluster yet
                            next: a new cluster is begun by most of the listed seeds together, {Seed1}, {Seed2}: start them, and the others join within seconds; where they run, their logs say what they wait for
        Count: 1 check, 0 warnings, 1 failure
        """, DoctorText.Of(ClusterDiagnosis.Of(Well with { Members = [] })));

    public static TheoryData<string, string, string> Troubles => new()
    {
        { "members fail", $"{Gpu} cannot be reached", "cluster down -a" },
        { "members warn", $"{Gpu} is leaving", "wait a minute" },
        { "seeds fail", $"{Seed2} is no member, though every node looks for it", "--seeds" },
        { "seeds fail silent", $"{Seed2} is no member, though every node looks for it, and does not answer", "put out or is cut off" },
        { "seeds fail waiting", $"{Seed2} runs, and is in no cluster yet", "its log" },
        { "seeds fail island", $"{Seed2} is in another cluster, 2 members: {Gpu}, {Seed2}", "there are two" },
        { "seeds fail another view",
            $"{Seed2} sees 2 members: {Seed1}, {Seed2}; the node that was asked sees 5 members: {Standby}, {Brain}, {Gpu}, {Seed1}, {Seed2}",
            "ask again in a minute" },
        { "seeds fail older", $"{Seed2} does not say which members it sees: no answer within 8 s", "older version" },
        { "seeds warn", "there is one seed", "three seeds" },
        { "coordinator warn", "there is no standby: when it dies, nothing is begun or recorded until it is started again, and for about 12 s more",
            "takes over after about 18 s" },
        { "coordinator fail", "no member has the role coordinator", "axspa coordinator" },
        { "coordinator fail silent", "did not answer", "log" },
        { "journal fail", "cannot be written: disk full", "database" },
        { "journal fail silent", "the coordinator answers, but its journal does not", "database" },
        { "journal warn", "written in 900 ms", "load" },
        { "slots fail none", "nothing can be computed", "axspa gpunode" },
        { "slots fail", "slot 0 (cuda:0) of gpu-1:4055 is broken: libxgboost.so.0 is absent", "every 30 s" },
        { "slots warn", "slot 0 (cuda:0) of gpu-1:4055 is starting", "wait" },
        { "slots warn silent", "gpu-1:4055 does not report", "look whether it lives" },
        { "answers fail", $"{Gpu} does not say how it is: no answer within 8 s", "older version" },
        { "storage fail", $"{Gpu} cannot use /shared/axspa: Permission denied", "right to write" },
        { "storage fail unseen", $"{Gpu} does not see in /shared/axspa what {Brain} wrote", "mount the same folder" },
        { "storage fail empty", $"{Gpu} has no workspace.id in /shared/axspa, and others the workspace 00ff", "is the share mounted there?" },
        { "storage fail other", $"{Gpu} has the workspace 11ee in /shared/axspa, and others the workspace 00ff", "Mount the same folder" },
        { "storage warn", $"{Gpu} needed 2000 ms", "checkpoints wait" },
        { "storage warn open", $"{Standby} keeps /shared/axspa for its user alone, and there runs has 0755, journal.db has 0644",
            "chmod -R go-rwx /shared/axspa" },
        { "storage warn closed", $"{Standby} keeps /shared/axspa for its group, and there the folder itself has 0700", "chmod -R g+rwX,o-rwx /shared/axspa" },
        { "storage warn differ", $"{Standby} keeps the workspace for its user alone, and {Gpu} for its group", "--workspace-group" },
        { "storage warn journal", $"{Brain} keeps its journal for its user alone, and /var/it's.db has 0644", @"chmod go-rwx '/var/it'\''s.db'" },
        { "space warn", $"{Gpu} has 5.0 GB left", "run delete" },
        { "space fail", $"{Gpu} has 200.0 MB left", "run delete" },
        { "clocks warn", $"{Gpu} is 2.3 s ahead of the node that was asked", "chrony" },
        { "clocks fail", $"{Gpu} is 90.0 s behind the node that was asked", "chrony" },
        { "versions warn", $"nodes differ: 0.1.0+ab on {Standby}, {Brain}, {Seed1}, {Seed2}; 0.2.0 on {Gpu}", "one version" },
        { "versions warn machine", "different instruction sets", "one kind" },
        { "certificates warn", $"the certificate of {Gpu} (gpu.crt) expires in 20 d 00 h", "docs/keys.md" },
        { "certificates fail", $"the certificate of {Gpu} (gpu.crt) has expired", "docs/keys.md" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void A_trouble_is_found_with_what_to_do(string trouble, string what, string next)
    {
        var facts = Facts(trouble);
        var found = ClusterDiagnosis.Of(facts).Where(finding => finding.Verdict != Verdict.Ok).ToList();
        var finding = Assert.Single(found);
        Assert.StartsWith($"{finding.Check} {finding.Verdict.ToString().ToLowerInvariant()}", trouble, StringComparison.Ordinal);
        Assert.Contains(what, finding.What);
        Assert.Contains(next, finding.Next);
    }

    private static ClusterFacts Silent(ClusterFacts facts) => facts with { Sights = facts.Sights.SetItem(Seed2, new SeedSight(null, "no answer within 8 s")) };

    /// <summary>Three nodes that see the workspace, and this in the third.</summary>
    private static ClusterFacts Identified(string? there) => Well with
    {
        Nodes = Well.Nodes.SetItem(Brain, Node(Disk with { Identity = "00ff" }))
            .SetItem(Standby, Node(Disk with { Identity = "00ff" }))
            .SetItem(Gpu, Node(Disk with { Identity = there })),
    };

    /// <summary>Three nodes that see one workspace, all with the same rights.</summary>
    private static ClusterFacts Kept(bool isForGroup, params NodeFileProtocol.EntryMode[] wrong)
    {
        var node = Node(Disk with { Identity = "00ff", Rights = new NodeFileProtocol.StorageRights(isForGroup, [.. wrong]) });
        return Well with { Nodes = Well.Nodes.SetItem(Brain, node).SetItem(Standby, node).SetItem(Gpu, node) };
    }

    private static ClusterFacts Facts(string trouble) => trouble switch
    {
        "members fail" => Well with { Members = Well.Members.SetItem(4, Well.Members[4] with { Reachable = false }) },
        "members warn" => Well with { Members = Well.Members.SetItem(4, Well.Members[4] with { Status = "leaving" }) },
        "seeds fail" => Well with { Members = Well.Members.RemoveAt(1) },
        "seeds fail silent" => Silent(Well with { Members = Well.Members.RemoveAt(1) }),
        "seeds fail waiting" => Seeing(Well with { Members = Well.Members.RemoveAt(1) }, []),
        "seeds fail island" => Seeing(Well, [Seed2, Gpu]),
        "seeds fail another view" => Seeing(Well, [Seed2, Seed1]),
        "seeds fail older" => Silent(Well),
        "seeds warn" => Well with { Seeds = [Seed1] },
        "coordinator warn" => Well with { Members = Well.Members.RemoveAt(3) },
        "coordinator fail" => Well with { Members = Well.Members.RemoveRange(2, 2) },
        "coordinator fail silent" => Well with { Coordinator = "The coordinator did not answer within 10 s." },
        "journal fail" => Well with { Journal = null, JournalTrouble = "The journal cannot be written: disk full" },
        "journal fail silent" => Well with { Journal = null },
        "journal warn" => Well with { Journal = new RunProtocol.JournalCheck(5, 900) },
        "slots fail none" => Well with { GpuNodes = [] },
        "slots fail" => Well with { GpuNodes = [Slots(new SlotView(0, "cuda:0", SlotStatus.Broken, Trouble: "libxgboost.so.0 is absent"))] },
        "slots warn" => Well with { GpuNodes = [Slots(new SlotView(0, "cuda:0", SlotStatus.Starting))] },
        "slots warn silent" => Well with { GpuNodes = [Slots(new SlotView(0, "cuda:0", SlotStatus.Running)) with { IsSilent = true }] },
        "answers fail" => With(Gpu, _ => new ExaminedNode(null, "no answer within 8 s", TimeSpan.Zero, [])),
        "storage fail" => With(Gpu, node => Checked(node, check => check with { Storage = Disk with { Trouble = "Permission denied" } })),
        "storage fail unseen" => With(Gpu, node => node with { Unseen = [Brain] }),
        "storage fail empty" => Identified(null),
        "storage fail other" => Identified("11ee"),
        "storage warn" => With(Gpu, node => Checked(node, check => check with { Storage = Disk with { WriteMilliseconds = 2000 } })),
        "storage warn open" => Kept(false, new("runs", 493), new("journal.db", 420)),
        "storage warn closed" => Kept(true, new NodeFileProtocol.EntryMode("", 448)),
        "storage warn differ" => Kept(false) with { Nodes = Kept(false).Nodes.SetItem(Gpu, Kept(true).Nodes[Gpu]) },
        "storage warn journal" => With(Brain, node => Checked(node, check =>
            check with { Storage = Disk with { Rights = new(false, [new("/var/it's.db", 420)]) } })),
        "space warn" => With(Gpu, node => Checked(node, check => check with { Storage = Disk with { FreeBytes = 5_000_000_000 } })),
        "space fail" => With(Gpu, node => Checked(node, check => check with { Storage = Disk with { FreeBytes = 200_000_000 } })),
        "clocks warn" => With(Gpu, node => node with { ClockAhead = TimeSpan.FromSeconds(2.3) }),
        "clocks fail" => With(Gpu, node => node with { ClockAhead = TimeSpan.FromSeconds(-90) }),
        "versions warn" => With(Gpu, node => Checked(node, check => check with { Version = "0.2.0" })),
        "versions warn machine" => Well with
        {
            Members = Well.Members.Add(Member("akka.tcp://axspa@gpu-2:4055", "gpu")),
            Nodes = Well.Nodes.Add("akka.tcp://axspa@gpu-2:4055", Checked(Node(Disk), check => check with { Machine = "avx512" })),
        },
        "certificates warn" =>
            With(Gpu, node => Checked(node, check => check with { Certificates = [new NodeFileProtocol.CertificateEnd("gpu.crt", Noon.AddDays(20))] })),
        _ => With(Gpu, node => Checked(node, check => check with { Certificates = [new NodeFileProtocol.CertificateEnd("gpu.crt", Noon.AddDays(-1))] })),
    };
}
