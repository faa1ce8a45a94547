using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// What the coordinator believes of every slot: the node's last word, and the promises the node has not answered yet.
/// </summary>
/// <param name="Promised">Slots that were offered to a job, and when; the node does not show it yet.</param>
public sealed record SlotBoard(
    ImmutableSortedDictionary<string, NodeView> Nodes, ImmutableDictionary<(NodeId Node, int Slot), DateTimeOffset> Promised)
{
    /// <summary>A promise that the node's reports do not show after this long was lost on the way.</summary>
    public static readonly TimeSpan PromiseLasts = TimeSpan.FromSeconds(10);

    public static readonly SlotBoard Empty = new(
        ImmutableSortedDictionary.Create<string, NodeView>(StringComparer.Ordinal), ImmutableDictionary<(NodeId, int), DateTimeOffset>.Empty);

    /// <summary>A node's report: its running slots redeem their promises.</summary>
    public SlotBoard After(NodeProtocol.NodeReport report, DateTimeOffset now) => new(
        Nodes.SetItem(Key(report.Node), new NodeView(report.Node, report.Slots)),
        Promised.RemoveRange(Promised.Where(promise => promise.Key.Node == report.Node
            && (now - promise.Value > PromiseLasts || report.Slots[promise.Key.Slot].Status != SlotStatus.Free)).Select(promise => promise.Key)));

    public SlotBoard Promise(FreeSlot slot, DateTimeOffset now) => this with { Promised = Promised.SetItem((slot.Node, slot.Index), now) };

    public SlotBoard Release(NodeId node, int slot) => this with { Promised = Promised.Remove((node, slot)) };

    public SlotBoard Without(NodeId node) => new(
        Nodes.Remove(Key(node)), Promised.RemoveRange(Promised.Keys.Where(key => key.Node == node)));

    public IEnumerable<FreeSlot> Free => Nodes.Values.SelectMany(node => node.Slots
        .Where(slot => slot.Status == SlotStatus.Free && !Promised.ContainsKey((node.Node, slot.Index)))
        .Select(slot => new FreeSlot(node.Node, slot.Index, slot.Device)));

    /// <summary>Nodes that can compute, now or when they are done with what they have.</summary>
    public ImmutableHashSet<NodeId> Working => [.. Nodes.Values.Where(node => node.Slots.Any(slot => slot.Status != SlotStatus.Broken)).Select(node => node.Node)];

    /// <summary>Why no job can be placed at the moment, for people; null when there is a slot that works.</summary>
    public string? Trouble
    {
        get
        {
            List<SlotView> slots = [.. Nodes.Values.SelectMany(node => node.Slots)];
            if (Nodes.IsEmpty)
                return "no GPU node has joined the cluster yet";
            if (slots.All(slot => slot.Status == SlotStatus.Broken))
                return $"no slot works: {slots[0].Trouble}";
            if (Free.Any())
                return null;
            return slots.Any(slot => slot.Status == SlotStatus.Starting) ? "the trainers are starting" : "every slot is busy";
        }
    }

    private static string Key(NodeId node) => $"{node}/{node.Incarnation}";
}
