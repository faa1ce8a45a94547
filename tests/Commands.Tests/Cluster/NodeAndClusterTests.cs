using System.Text.Json;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;

namespace AxSpa.Commands.Tests.Cluster;

public sealed class NodeAndClusterTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task Node_list_shows_each_slot_and_what_runs_there()
    {
        _room.Cluster.Nodes =
        [
            new NodeView(new NodeId("127.0.0.1", 4055, 77),
            [
                new SlotView(0, "cpu", SlotStatus.Running, new AttemptId(MadeRuns.Id, new JobId("mri-0"), 2)),
                new SlotView(1, "cuda:0", SlotStatus.Broken, Trouble: "libxgboost.so.0 is absent"),
            ]),
        ];
        var said = await _room.Run("node list");
        Assert.Equal(
            $"""
            NODE            STATE  SLOT  DEVICE  MEMORY  STATUS   RUNNING
            127.0.0.1:4055  ready  0     cpu             running  {MadeRuns.Id}/mri-0#2
            127.0.0.1:4055  ready  1     cuda:0          broken   libxgboost.so.0 is absent
            Coordinator: 127.0.0.1:4060 works since 2026-11-23 12:00:00Z (generation 3)
            Count: 1 node
            """, said.Out);
        var json = JsonDocument.Parse((await _room.Run("node list -o json")).Out).RootElement[0];
        Assert.Equal("127.0.0.1:4055", json.GetProperty("node").GetString());
        Assert.Equal($"{MadeRuns.Id}/mri-0#2", json.GetProperty("slots")[0].GetProperty("running").GetString());
    }

    [Fact]
    public async Task Cluster_show_has_the_form_that_ops_know()
    {
        Assert.Equal(
            """
            akka.tcp://axspa@127.0.0.1:4053 | [coordinator,seed] | up |  | 
            akka.tcp://axspa@127.0.0.1:4055 | [gpu] | down | unreachable | 0.1.0
            Coordinator: 127.0.0.1:4060 works since 2026-11-23 12:00:00Z (generation 3)
            Count: 2 nodes
            """, (await _room.Run("cluster show")).Out);
        _room.Cluster.Leadership = new("127.0.0.1:4060", null, null, "the coordinator 127.0.0.1:4061 holds the journal");
        Assert.Contains("\nCoordinator: 127.0.0.1:4060 does not work yet, it waits: the coordinator 127.0.0.1:4061 holds the journal\nCount: 2 nodes",
            (await _room.Run("cluster show")).Out);
        Assert.False(JsonDocument.Parse((await _room.Run("cluster show -o json")).Out).RootElement[1].GetProperty("reachable").GetBoolean());
    }
}
