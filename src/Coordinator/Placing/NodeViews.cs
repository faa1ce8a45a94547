using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>The nodes as people see them: what each reported, what was ordered about it, and what the journals have granted there.</summary>
internal static class NodeViews
{
    /// <summary>Of one page: a message must fit one frame.</summary>
    private const int MostSlots = 150;
    private const int MostNodes = 40;

    /// <param name="after">The last node of the page before; null: from the beginning.</param>
    public static RunProtocol.NodeList Page(PlacementState state, string? after, DateTimeOffset now)
    {
        List<NodeView> left = [.. All(state, now).Where(node => after is null || string.CompareOrdinal(node.Node.ToString(), after) > 0)];
        var page = ImmutableArray.CreateBuilder<NodeView>();
        var slots = 0;
        // The lives of one address stay together, for the next page begins after it.
        foreach (var address in left.GroupBy(node => node.Node.ToString()))
        {
            slots += address.Sum(node => node.Slots.Length);
            if (page.Count > 0 && (slots > MostSlots || page.Count >= MostNodes))
                break;
            page.AddRange(address);
        }
        return new RunProtocol.NodeList(page.ToImmutable(), page.Count == left.Count);
    }

    /// <summary>Also those that are not in the cluster, where something was ordered about them.</summary>
    private static IEnumerable<NodeView> All(PlacementState state, DateTimeOffset now)
    {
        var granted = state.Runs.Values.SelectMany(run => run.Wants.Held).ToLookup(held => held.Node, held => held.Attempt);
        var here = state.Board.Nodes.Values.Select(node => node with { Term = state.Terms.Of(node.Node), Granted = [.. granted[node.Node]], IsSilent = NodeBar.IsSilent(node, now) }).ToList();
        var absent = state.Terms.ByNode.Values.Where(term => here.TrueForAll(node => node.Node.ToString() != term.Node))
            .Select(term => new NodeView(NodeId.Absent(term.Node), [], Term: term));
        return here.Concat(absent).OrderBy(node => node.Node.ToString(), StringComparer.Ordinal);
    }
}
