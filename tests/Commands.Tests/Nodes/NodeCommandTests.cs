using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Nodes;

public sealed class NodeCommandTests : IAsyncDisposable
{
    private const string Address = "10.0.0.5:4055";
    private static readonly AttemptId Running = new(Id, new JobId("mri-0"), 2);

    private readonly CommandRoom _room = new();

    public NodeCommandTests()
    {
        _room.Cluster.Nodes =
        [
            Node(Address, new SlotView(0, "cuda:0", SlotStatus.Running, Running, MemoryBytes: 40L << 30, Card: "NVIDIA A40"),
                new SlotView(1, "cpu", SlotStatus.Free)),
            Node("10.0.0.6:4055", new SlotView(0, "cpu", SlotStatus.Free)),
        ];
        _room.Cluster.Show(Run(jobs: Fold("mri-0", JobStatus.Running, attempt: 2).AtEpoch(10, 30) with
        { GrantedAt = Noon, StartedAt = DateTimeOffset.UtcNow.AddMinutes(-10) }));
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private static NodeView Node(string address, params SlotView[] slots) => new(
        NodeId.Absent(address) with { Incarnation = 7 }, [.. slots],
        new NodeFacts("gpu-5", "Linux 6.1", 16, 128L << 30, Noon, ImmutableSortedDictionary<string, string>.Empty.Add("axspa", "0.1.0").Add("torch", "2.10.0")),
        Noon.AddMinutes(5),
        Granted: [.. slots.Select(slot => slot.Running).OfType<AttemptId>()]);

    [Fact]
    public async Task Node_describe_shows_the_machine_what_runs_there_and_what_was_ordered()
    {
        _room.Cluster.Nodes = [_room.Cluster.Nodes[0]
            with { Term = new NodeTerm(Address, new NodeDrain(Noon, Noon.AddMinutes(10), "new disk"), [new NodeExclusion(Id, Noon, null)]) }];
        var said = await _room.Run("node describe 10.0.0.5");
        Assert.Equal(0, said.Exit);
        Assert.StartsWith(
            $"""
            node:        10.0.0.5:4055
            state:       draining, not for 1 run
            drained:     2026-11-23 12:00:00Z (new disk); what still runs at 2026-11-23 12:10:00Z goes on elsewhere
            excluded:    for {Id} 2026-11-23 12:00:00Z
            machine:     gpu-5, 16 cores, 128 GiB, Linux 6.1
            versions:    axspa 0.1.0, torch 2.10.0
            up since:    2026-11-23 12:00:00Z
            last report: 2026-11-23 12:05:00Z

            SLOT  DEVICE  CARD        MEMORY  STATUS   RUNNING                       PROGRESS     SINCE                 ENDS IN
            0     cuda:0  NVIDIA A40  40 GiB  running  {Id}/mri-0#2  epoch 10/30  2026-11-23 12:00:00Z  about 20 min
            """, said.Out);
        var json = JsonDocument.Parse((await _room.Run("node describe 10.0.0.5 -o json")).Out).RootElement;
        Assert.Equal(("draining, not for 1 run", 10), (json.GetProperty("state").GetString(), json.GetProperty("work")[0].GetProperty("step").GetInt32()));
        Assert.InRange(json.GetProperty("work")[0].GetProperty("etaSeconds").GetDouble(), 1190, 1215);
    }

    [Theory]
    [InlineData("node describe 10.0.0", "10.0.0 is the beginning of 2 nodes (10.0.0.5:4055, 10.0.0.6:4055)")]
    [InlineData("node describe nobody", "There is no node nobody.")]
    [InlineData("node describe 10.0.0.9:1", "There is no node 10.0.0.9:1.")]
    [InlineData("node drain 10.0.0.5 --grace 10", "'10' is no time. Write it as 30s, 10m or 2h")]
    public async Task What_cannot_be_meant_is_refused(string line, string message)
    {
        var said = await _room.Run(line);
        Assert.Equal(2, said.Exit);
        Assert.Contains(message, said.Err);
        Assert.Null(_room.Cluster.Ordered);
    }

    public static TheoryData<string, IWireMessage> Orders => new()
    {
        { "node drain 10.0.0.5", new NodeOrders.DrainNode(Address, null, null) },
        { "node drain 10.0.0.5 --grace 10m --reason 'new disk'", new NodeOrders.DrainNode(Address, TimeSpan.FromMinutes(10), "new disk") },
        { "node drain 10.0.0.5 --grace 0", new NodeOrders.DrainNode(Address, TimeSpan.Zero, null) },
        { "node exclude 10.0.0.5 --reason ecc", new NodeOrders.ExcludeNode(Address, null, "ecc") },
        { "node exclude 10.0.0.5 --run last", new NodeOrders.ExcludeNode(Address, Id, null) },
        { "node enable 10.0.0.5", new NodeOrders.EnableNode(Address, null) },
        { "node enable 10.0.0.5 --run last", new NodeOrders.EnableNode(Address, Id) },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task An_order_reaches_the_coordinator_or_is_rehearsed(string line, IWireMessage order)
    {
        var rehearsed = await _room.Run(line + " --dry-run");
        Assert.Equal(0, rehearsed.Exit);
        Assert.Equal(order, _room.Cluster.Rehearsed);
        Assert.Null(_room.Cluster.Ordered);
        var said = await _room.Run(line);
        Assert.Equal(0, said.Exit);
        Assert.StartsWith($"{Address} changed: so it is", said.Out);
        Assert.Equal(order, _room.Cluster.Ordered);
    }

    [Theory]
    [InlineData("", "runs to its end")]
    [InlineData("--grace 30m", "ends in time")]
    [InlineData("--grace 10m", "moved then")]
    [InlineData("--grace 0", "moved now")]
    public async Task Drain_lists_what_still_runs_when_it_should_end_and_what_becomes_of_it(string grace, string fate)
    {
        var said = await _room.Run($"node drain {Address} {grace}");
        Assert.Matches("\nRUNNING +PROGRESS +SINCE +ENDS IN +THEN\n", said.Out);
        Assert.Contains($"{Running}  epoch 10/30  2026-11-23 12:00:00Z  about 20 min", said.Out);
        Assert.EndsWith(fate, said.Out);
        Assert.Contains($"1 attempt running there: {Running} (epoch 10/30, ends in about 20 min",
            (await _room.Run($"node drain {Address} {grace} --dry-run")).Out);
    }

    [Fact]
    public async Task Drain_waits_until_the_node_is_empty_and_says_what_ended()
    {
        var busy = _room.Cluster.Nodes[0];
        _room.Cluster.NodesAfter = (3, [busy with { Slots = [busy.Slots[0] with { Status = SlotStatus.Free, Running = null }], Granted = [] }]);
        var said = await _room.Run($"node drain {Address} --wait -o json");
        Assert.Equal((0, $"{Running} runs there no more\n{Address} is empty"), (said.Exit, said.Err));
        Assert.Equal(0, JsonDocument.Parse(said.Out).RootElement.GetProperty("work").GetArrayLength());
    }

    [Fact]
    public async Task A_node_that_is_away_may_be_ordered_about_and_that_is_said()
    {
        var said = await _room.Run("node exclude 10.0.0.9:4055");
        Assert.Equal(new NodeOrders.ExcludeNode("10.0.0.9:4055", null, null), _room.Cluster.Ordered);
        Assert.Contains("10.0.0.9:4055 is not in the cluster at the moment", said.Err);
    }

    [Fact]
    public async Task Node_list_says_of_each_node_whether_it_takes_jobs()
    {
        _room.Cluster.Nodes =
        [
            _room.Cluster.Nodes[0] with { Term = new NodeTerm(Address, new NodeDrain(Noon, null, null), []) },
            _room.Cluster.Nodes[1] with { Term = new NodeTerm("10.0.0.6:4055", null, [new NodeExclusion(null, Noon, null)]) },
            new NodeView(NodeId.Absent("10.0.0.7:4055"), [], Term: new NodeTerm("10.0.0.7:4055", new NodeDrain(Noon, null, null), [])),
            _room.Cluster.Nodes[1] with { Node = NodeId.Absent("10.0.0.8:4055"), IsSilent = true },
        ];
        Assert.Equal(
            $"""
            NODE           STATE            SLOT  DEVICE  MEMORY  STATUS    RUNNING
            10.0.0.5:4055  draining         0     cuda:0  40 GiB  running   {Id}/mri-0#2
            10.0.0.5:4055  draining         1     cpu             free
            10.0.0.6:4055  excluded         0     cpu             free
            10.0.0.7:4055  drained, absent                        no slots
            10.0.0.8:4055  silent           0     cpu             free
            Coordinator: 127.0.0.1:4060 works since 2026-11-23 12:00:00Z (generation 3)
            Count: 4 nodes
            """, (await _room.Run("node list")).Out);
    }
}
