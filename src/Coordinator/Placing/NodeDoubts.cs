using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// How many results in a row of each node were not on disk as it said. Three of them, and nothing more is placed there: its disk, its share or
/// what runs on it is not what it should be. In memory only; a coordinator that takes over begins to count anew. Pure.
/// </summary>
/// <param name="InARow">Of nodes with none, nothing.</param>
internal sealed record NodeDoubts(ImmutableDictionary<NodeId, int> InARow)
{
    public const int Most = 3;

    public static readonly NodeDoubts None = new(ImmutableDictionary<NodeId, int>.Empty);

    public NodeDoubts AfterOneMore(NodeId node) => new(InARow.SetItem(node, InARow.GetValueOrDefault(node) + 1));

    /// <summary>A result of it verifies, it has left, or was excluded: whoever enables it again gives it a new beginning.</summary>
    public NodeDoubts Without(NodeId node) => new(InARow.Remove(node));

    public bool AreTooMany(NodeId node) => InARow.GetValueOrDefault(node) >= Most;
}
