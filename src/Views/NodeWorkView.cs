using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>An attempt that runs on a node.</summary>
/// <param name="Slot">Null: it was granted, and the node has not yet said that it runs.</param>
/// <param name="Stage">epoch for folds; null: it has said nothing yet.</param>
/// <param name="Since">When it was granted.</param>
/// <param name="EtaSeconds">Until it should end; null: nothing is known to judge by.</param>
public sealed record NodeWorkView(int? Slot, AttemptId Attempt, string? Stage, int Step, int Of, DateTimeOffset? Since, double? EtaSeconds)
{
    /// <summary>When it should end.</summary>
    public TimeSpan? Eta => EtaSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}

/// <summary>All there is to know of a node.</summary>
public sealed record NodeDescription(NodeView Node, string State, ImmutableArray<NodeWorkView> Work);

/// <summary>What became of an order to drain.</summary>
/// <param name="Work">What still runs there.</param>
public sealed record DrainReceipt(string Node, string How, string Note, ImmutableArray<NodeWorkView> Work);
