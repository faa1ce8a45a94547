using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Nodes;

/// <summary>All nodes of the cluster, page by page: one message does not hold those of a large one.</summary>
internal static class NodePages
{
    public static async Task<ImmutableArray<NodeView>> All(CoordinatorGate coordinator, CancellationToken cancellation)
    {
        var nodes = ImmutableArray.CreateBuilder<NodeView>();
        RunProtocol.NodeList page;
        do
        {
            page = await coordinator.Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes(nodes.Count == 0 ? null : nodes[^1].Node.ToString()), cancellation);
            nodes.AddRange(page.Nodes);
        }
        while (!page.IsLastPage && page.Nodes.Length > 0);
        return nodes.ToImmutable();
    }
}
