using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>What people order about GPU nodes. An order belongs to the node's address and outlives its processes and the coordinator's.</summary>
public static class NodeOrders
{
    /// <param name="Node"><c>host:port</c>.</param>
    public abstract record NodeOrder(string Node) : RunProtocol.Order;

    /// <summary>Nothing more is placed there.</summary>
    /// <param name="Grace">What still runs after it is ended and goes on elsewhere from its checkpoint; null: everything may run to its end.</param>
    /// <param name="Reason">For people.</param>
    public sealed record DrainNode(string Node, TimeSpan? Grace, string? Reason) : NodeOrder(Node);

    /// <summary>Nothing is placed there until the node is enabled; what runs goes to its end.</summary>
    /// <param name="Run">The run that it is out of bounds for; null: for all.</param>
    public sealed record ExcludeNode(string Node, RunId? Run, string? Reason) : NodeOrder(Node);

    /// <param name="Run">The run that may go there again; null: everything that was ordered about the node is taken back.</param>
    public sealed record EnableNode(string Node, RunId? Run) : NodeOrder(Node);

    /// <param name="How">One word: drained, excluded, enabled.</param>
    /// <param name="Note">For people: what follows from it.</param>
    public sealed record NodeChanged(string Node, string How, string Note) : IWireMessage;
}
