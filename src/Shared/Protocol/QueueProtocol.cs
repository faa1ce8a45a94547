using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>Where a run was put by hand, among the runs of its priority.</summary>
public enum QueuePlace { First, Last, Before }

/// <summary>What people ask about the order in which runs are served; what they order of a run is answered with <see cref="RunProtocol.RunChanged"/>.</summary>
public static class QueueProtocol
{
    public sealed record ListQueue : IWireMessage;

    /// <param name="Before">The run that it is put before; null for the other places.</param>
    public sealed record MoveRun(RunId Run, QueuePlace Place, RunId? Before) : RunProtocol.RunOrder(Run);

    /// <param name="Priority">See <see cref="RunPriority"/>. It also takes back a place that was given by hand.</param>
    public sealed record PrioritizeRun(RunId Run, int Priority) : RunProtocol.RunOrder(Run);

    /// <param name="MaxSlots">Null: no limit.</param>
    public sealed record LimitRun(RunId Run, int? MaxSlots) : RunProtocol.RunOrder(Run);
}

/// <summary>Who waits for slots, in the order in which they are served.</summary>
/// <param name="Omitted">Runs that wait too and are left out, because a message has an end.</param>
/// <param name="Slots">Of all nodes that are in the cluster.</param>
public sealed record QueueView(ImmutableArray<QueuedRunView> Runs, int Omitted, int BusySlots, int Slots) : IWireMessage;

/// <summary>One run that waits.</summary>
/// <param name="Position">From 1; null: it does not want a slot at the moment, whatever comes free.</param>
/// <param name="Running">Slots that it uses now.</param>
/// <param name="ComparedSince">From when on its slot time is compared with that of runs of the same priority; null: there is nothing to compare.</param>
/// <param name="UsedSeconds">Slot-seconds since then: whoever used less is served first.</param>
/// <param name="TotalSeconds">Slot-seconds since it was submitted.</param>
/// <param name="Moved">For people: where it was put by hand; null: nowhere.</param>
public sealed record QueuedRunView(
    int? Position, RunId Run, string Name, int Priority, int? MaxSlots, int Running, DateTimeOffset? ComparedSince, double UsedSeconds, double TotalSeconds,
    string? Moved, ImmutableArray<WaitView> Waits);

/// <param name="Why">What these jobs wait for, for people.</param>
/// <param name="More">Jobs that wait for the same and are not named.</param>
public sealed record WaitView(ImmutableArray<JobId> Jobs, string Why, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int More = 0);
