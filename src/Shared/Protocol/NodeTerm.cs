using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Shared.Protocol;

/// <summary>It is given nothing more, so that it can be taken out of service without losing work.</summary>
/// <param name="MoveAt">What still runs there by then is ended, and goes on elsewhere from its checkpoint; null: it may run to its end.</param>
public sealed record NodeDrain(DateTimeOffset At, DateTimeOffset? MoveAt, string? Reason);

/// <summary>Nothing is placed there; what runs goes to its end.</summary>
/// <param name="Run">The run that it is out of bounds for; null: for all.</param>
public sealed record NodeExclusion(RunId? Run, DateTimeOffset At, string? Reason);

/// <summary>
/// What people have ordered about a node. It belongs to the node's address, so it holds for each of its lives.
/// </summary>
/// <param name="Node"><c>host:port</c>.</param>
public sealed record NodeTerm(string Node, NodeDrain? Drain, ImmutableArray<NodeExclusion> Exclusions)
{
    public NodeExclusion? ForAll => Exclusions.FirstOrDefault(exclusion => exclusion.Run is null);

    public NodeExclusion? For(RunId run) => Exclusions.FirstOrDefault(exclusion => exclusion.Run == run);
}
