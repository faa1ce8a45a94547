using System.Collections.Immutable;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Placing;

/// <summary>The nodes as people see them: what each reported, what was ordered about it, and what the journals have granted there.</summary>
internal static class NodeViews
{
    /// <param name="after">The last node of the page before; null: from the beginning.</param>
    public static RunProtocol.NodeList Page(PlacementState state, string? after, DateTimeOffset now)
    {
        List<NodeView> left = [.. All(state, now).Where(node => after is null || string.CompareOrdinal(node.Node.ToString(), after) > 0)];
        var page = ImmutableArray.CreateBuilder<NodeView>();
        var bytes = 0;
        // The lives of one address stay together, for the next page begins after it.
        foreach (var address in left.GroupBy(node => node.Node.ToString()))
        {
            // Of several lives all but one are gone, and are put out soon: the one that was heard last must be there.
            var lives = WireFrame.Page(address.OrderByDescending(node => node.HeardAt).Select(node => Short(node, WireFrame.PageBytes)));
            bytes += lives.Sum(WireFrame.BytesOfPart);
            if (page.Count > 0 && bytes > WireFrame.PageBytes)
                break;
            page.AddRange(lives);
        }
        return new RunProtocol.NodeList(page.ToImmutable(), page.Count == 0 || page[^1].Node.ToString() == left[^1].Node.ToString());
    }

    /// <summary>Of a node with hundreds of slots: what its slots say already is not said again, reasons are left out, and words cut.</summary>
    private static NodeView Short(NodeView node, int bytes)
    {
        if (WireFrame.BytesOfPart(node) <= bytes)
            return node;
        var fewer = node with
        {
            Granted = node.Granted is { } granted ? [.. granted.Except(node.Slots.Select(slot => slot.Running).OfType<AttemptId>())] : null,
            Term = node.Term is { } term
                ? term with { Exclusions = [.. term.Exclusions.Take(MessageLimits.ExclusionsOfANode).Select(exclusion => exclusion with { Reason = null })] }
                : null,
        };
        return SlotView.WithShorterWords(fewer, (view, slots) => view with { Slots = slots }, view => view.Slots, view => WireFrame.BytesOfPart(view) <= bytes);
    }

    /// <summary>Also those that are not in the cluster, where something was ordered about them.</summary>
    private static IEnumerable<NodeView> All(PlacementState state, DateTimeOffset now)
    {
        var granted = state.Runs.Values.SelectMany(run => run.Wants.Held).ToLookup(held => held.Node, held => held.Attempt);
        var here = state.Board.Nodes.Values.Select(
            node => node with { Term = state.Terms.Of(node.Node), Granted = [.. granted[node.Node]], IsSilent = NodeBar.IsSilent(node, now) })
            .ToList();
        var known = here.Select(node => node.Node.ToString()).ToHashSet(StringComparer.Ordinal);
        var absent = state.Terms.ByNode.Values.Where(term => !known.Contains(term.Node))
            .Select(term => new NodeView(NodeId.Absent(term.Node), [], Term: term));
        return here.Concat(absent).OrderBy(node => node.Node.ToString(), StringComparer.Ordinal);
    }
}
