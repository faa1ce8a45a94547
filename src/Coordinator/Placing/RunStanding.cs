using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>A run was given a place by hand among those of its priority; of two such orders the later one wins.</summary>
/// <param name="Before">Set for <see cref="QueuePlace.Before"/>.</param>
public sealed record QueueMove(QueuePlace Place, RunId? Before, DateTimeOffset At);

/// <summary>All that decides when a run is served: it comes from the run's journal.</summary>
/// <param name="MaxSlots">Null: as many as there are.</param>
/// <param name="JoinedAt">When it was submitted, or last resumed.</param>
public sealed record RunStanding(
    RunId Run, string Name, int Priority, int? MaxSlots, QueueMove? Move, DateTimeOffset JoinedAt, SlotUse Use)
{
    /// <summary>Since when it has waited for its first slot, or for the next one.</summary>
    public DateTimeOffset WaitsSince(DateTimeOffset now) =>
        !Use.Held.IsEmpty ? now : Use.WithoutSince is { } since && since > JoinedAt ? since : JoinedAt;
}
