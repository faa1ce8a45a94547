using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>What follows from each kind of failure (docs/architecture.md).</summary>
public static class RetryPolicy
{
    /// <summary>Consecutive crashes without a completed epoch after which a run gives up.</summary>
    public const int MostFruitlessCrashes = 3;

    /// <summary>Crashes after which a run gives up when no attempt gets beyond the epoch that an earlier one reached.</summary>
    public const int LongestStandstill = 10;

    /// <summary>Why the run cannot go on after this failure; null: the job is tried again.</summary>
    /// <param name="before">The job before the failure.</param>
    /// <param name="epoch">The last that the attempt had completed; 0: none.</param>
    public static string? GivesUp(JobState before, FailureKind kind, string reason, int epoch) => kind switch
    {
        FailureKind.BadInput => reason,
        FailureKind.Diverged => $"{before.Request.Id} diverged: {reason}",
        FailureKind.OutOfMemory => $"{before.Request.Id} ran out of memory: {reason} Make batchSize, width or the input smaller.",
        FailureKind.Crashed when epoch == 0 && before.FruitlessCrashes + 1 >= MostFruitlessCrashes =>
            $"{before.Request.Id} crashed {MostFruitlessCrashes} times without completing an epoch; the last time: {reason}",
        FailureKind.Crashed when epoch <= before.FurthestEpoch && before.Standstill + 1 >= LongestStandstill =>
            $"{before.Request.Id} crashed {LongestStandstill} times without getting beyond epoch {before.FurthestEpoch}; the last time: {reason}",
        FailureKind.Crashed or FailureKind.Lost or FailureKind.Storage or FailureKind.Cancelled or FailureKind.Unverified => null,
    };

    /// <summary>
    /// A node that is lost or hands a job back costs no wait, twice; where that goes on, and after each result that does not verify, the next attempt
    /// waits as long as for a full disk. Null: no wait.
    /// </summary>
    public static TimeSpan? PauseAfterSetbacks(FailureKind kind, int setbacksInARow) => kind == FailureKind.Unverified ? StoragePause(setbacksInARow)
        : kind is FailureKind.Lost or FailureKind.Cancelled && setbacksInARow > PatientSetbacks ? StoragePause(setbacksInARow - PatientSetbacks)
        : null;

    private const int PatientSetbacks = 2;

    /// <summary>A result that is damaged once is computed again at once, one that is damaged again and again after 5 s, 10 s, 20 s … Null: no wait.</summary>
    public static TimeSpan? PauseAfterWithdrawals(int withdrawals) => withdrawals > 1 ? StoragePause(withdrawals - 1) : null;

    /// <summary>A full disk is waited out: 5 s, 10 s, 20 s … at most two minutes.</summary>
    public static TimeSpan StoragePause(int troublesInARow) =>
        TimeSpan.FromSeconds(Math.Min(120, 5 * Math.Pow(2, Math.Min(troublesInARow, 10) - 1)));
}
