using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>A slot that was offered to a run, which has not yet said what becomes of it, or whose node does not show it yet.</summary>
public sealed record SlotPromise(RunId Run, DateTimeOffset At);

/// <summary>
/// What the coordinator believes of every slot: the node's last word, and the promises the node has not answered yet.
/// </summary>
public sealed record SlotBoard(
    ImmutableSortedDictionary<string, NodeView> Nodes, ImmutableDictionary<(NodeId Node, int Slot), SlotPromise> Promised)
{
    /// <summary>A promise that the node's reports do not show after this long was lost on the way.</summary>
    public static readonly TimeSpan PromiseLasts = TimeSpan.FromSeconds(10);

    public static readonly SlotBoard Empty = new(
        ImmutableSortedDictionary.Create<string, NodeView>(StringComparer.Ordinal), ImmutableDictionary<(NodeId, int), SlotPromise>.Empty);

    /// <summary>A node's report: its running slots redeem their promises.</summary>
    public SlotBoard After(NodeProtocol.NodeReport report, DateTimeOffset now) => new(
        Nodes.SetItem(Key(report.Node), new NodeView(report.Node, report.Slots, report.Facts, HeardAt: now)),
        Promised.RemoveRange(Promised.Where(promise => promise.Key.Node == report.Node
            && (now - promise.Value.At > PromiseLasts || report.Slots[promise.Key.Slot].Status != SlotStatus.Free)).Select(promise => promise.Key)));

    /// <exception cref="KeyNotFoundException">This life of the node is not there.</exception>
    public NodeView Of(NodeId node) => Nodes[Key(node)];

    public SlotBoard Promise(FreeSlot slot, RunId run, DateTimeOffset now) =>
        this with { Promised = Promised.SetItem((slot.Node, slot.Index), new SlotPromise(run, now)) };

    public SlotBoard Release(NodeId node, int slot) => this with { Promised = Promised.Remove((node, slot)) };

    public SlotBoard Without(NodeId node) => new(
        Nodes.Remove(Key(node)), Promised.RemoveRange(Promised.Keys.Where(key => key.Node == node)));

    /// <summary>Slots that their node calls free and that nobody was promised.</summary>
    public IEnumerable<FreeSlot> Free => Nodes.Values.SelectMany(node => node.Slots
        .Where(slot => slot.Status == SlotStatus.Free && !Promised.ContainsKey((node.Node, slot.Index)))
        .Select(slot => new FreeSlot(node.Node, slot)));

    private static string Key(NodeId node) => $"{node}/{node.Incarnation}";
}

/// <summary>A slot that nobody uses and nobody was promised.</summary>
public sealed record FreeSlot(NodeId Node, SlotView View)
{
    public int Index => View.Index;

    public string Device => View.Device;
}
