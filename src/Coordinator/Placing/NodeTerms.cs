using System.Collections.Immutable;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Placing;

/// <summary>Which nodes are drained or excluded, as the coordinator's journal has it.</summary>
/// <param name="ByNode">By address; a node that is not named is in service.</param>
public sealed record NodeTerms(ImmutableSortedDictionary<string, NodeTerm> ByNode)
{
    public static readonly NodeTerms None = new(ImmutableSortedDictionary.Create<string, NodeTerm>(StringComparer.Ordinal));

    public NodeTerm? Of(NodeId node) => ByNode.GetValueOrDefault(node.ToString());

    public NodeTerms Apply(IWireMessage happened) => happened switch
    {
        IndexEvents.NodeDrained drained => With(drained.Node, term => term with { Drain = new NodeDrain(drained.At, drained.MoveAt, drained.Reason) }),
        IndexEvents.NodeExcluded excluded => With(excluded.Node, term => term with
        {
            Exclusions = [.. term.Exclusions.Where(other => other.Run != excluded.Run), new NodeExclusion(excluded.Run, excluded.At, excluded.Reason)],
        }),
        IndexEvents.NodeEnabled { Run: null } enabled => new(ByNode.Remove(enabled.Node)),
        IndexEvents.NodeEnabled enabled => With(enabled.Node, term => term with { Exclusions = [.. term.Exclusions.Where(other => other.Run != enabled.Run)] }),
        _ => this,
    };

    private NodeTerms With(string node, Func<NodeTerm, NodeTerm> change)
    {
        var term = change(ByNode.GetValueOrDefault(node) ?? new NodeTerm(node, null, []));
        return new(term is { Drain: null, Exclusions.IsEmpty: true } ? ByNode.Remove(node) : ByNode.SetItem(node, term));
    }
}
