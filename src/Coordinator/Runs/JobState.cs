using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>The slot that an attempt was granted, as the journal has it.</summary>
public sealed record Grant(int Attempt, NodeId Node, int Slot, string Device, DateTimeOffset At);

/// <summary>The result that was made official; there is at most one for each job, ever.</summary>
public sealed record OfficialResult(
    int Attempt, NodeId Node, ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures, DateTimeOffset At);

/// <summary>One job of a run, as the journal has it.</summary>
/// <param name="Attempts">Granted so far; the next one is this plus one.</param>
/// <param name="FruitlessCrashes">Crashes in a row that completed no epoch.</param>
/// <param name="StorageTroubles">In a row: each makes the wait before the next attempt longer.</param>
/// <param name="FurthestEpoch">That any attempt completed.</param>
/// <param name="Standstill">Crashes in a row that got no further than that.</param>
/// <param name="NotBefore">The next attempt waits until then.</param>
public sealed record JobState(
    JobRequest Request, int Attempts = 0, Grant? Grant = null, OfficialResult? Official = null, DateTimeOffset? StartedAt = null,
    int FruitlessCrashes = 0, int StorageTroubles = 0, DateTimeOffset? NotBefore = null, string? LastFailure = null,
    int FurthestEpoch = 0, int Standstill = 0)
{
    /// <summary>The nodes on which its last attempts crashed or were lost: another one is better.</summary>
    public ImmutableArray<NodeId> Avoided { get; init; } = [];

    public bool IsWaiting => Grant is null && Official is null;

    public JobState After(RunEvents.JobGranted granted) => this with
    {
        Attempts = granted.Attempt,
        Grant = new Grant(granted.Attempt, granted.Node, granted.Slot, granted.Device, granted.At),
        StartedAt = StartedAt ?? granted.At,
        NotBefore = null,
    };

    public JobState After(RunEvents.JobMadeOfficial made) => this with
    {
        Grant = null,
        Official = new OfficialResult(made.Attempt, made.Node, made.Files, made.Figures, made.At),
    };

    public JobState After(RunEvents.AttemptFailed failed)
    {
        var crashed = failed.Kind == FailureKind.Crashed;
        var storage = failed.Kind == FailureKind.Storage ? StorageTroubles + 1 : 0;
        return this with
        {
            Grant = null,
            LastFailure = $"attempt {failed.Attempt}: {failed.Reason}",
            FurthestEpoch = Math.Max(FurthestEpoch, failed.Epoch),
            Standstill = failed.Epoch > FurthestEpoch ? 0 : crashed ? Standstill + 1 : Standstill,
            Avoided = crashed || failed.Kind == FailureKind.Lost ? [.. Avoided.Union([failed.Node])] : Avoided,
            FruitlessCrashes = crashed && !failed.MadeProgress ? FruitlessCrashes + 1
                : failed.Kind == FailureKind.Lost ? FruitlessCrashes : 0,
            StorageTroubles = storage,
            NotBefore = storage > 0 ? failed.At + RetryPolicy.StoragePause(storage) : null,
        };
    }
}
