using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>The slot that an attempt was granted, as the journal has it.</summary>
public sealed record Grant(int Attempt, NodeId Node, int Slot, string Device, DateTimeOffset At);

/// <summary>The result that was made official; a job has one at a time, and keeps it unless its files are damaged.</summary>
public sealed record OfficialResult(
    int Attempt, NodeId Node, ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures, DateTimeOffset At)
{
    /// <summary>The names, below the attempt's folder, of files that the other result does not have with the same bytes.</summary>
    public IEnumerable<string> DifferenceTo(OfficialResult other) => Contents.Except(other.Contents).Concat(other.Contents.Except(Contents))
        .Select(file => file.Name).Distinct().Order(StringComparer.Ordinal);

    private IEnumerable<(string Name, string Sha256)> Contents
    {
        get
        {
            var folder = string.Create(CultureInfo.InvariantCulture, $"/attempt-{Attempt}/");
            return Files.Select(file =>
                (file.Path[(file.Path.LastIndexOf(folder, StringComparison.Ordinal) is >= 0 and var at ? at + folder.Length : 0)..], file.Sha256));
        }
    }
}

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

    /// <summary>Nodes that do not see a file it needs.</summary>
    public ImmutableArray<UnseenFile> Unseen { get; init; } = [];

    /// <summary>What it was to read, or had written, is not what it was: it must be asked for anew.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Its result before that, to see whether the next one is the same; null where it had none.</summary>
    public OfficialResult? Former { get; init; }

    public bool IsWaiting => Grant is null && Official is null && !IsWithdrawn;

    /// <summary>Attempts in a row that were lost, handed back or did not verify, none with an epoch to show.</summary>
    public int Setbacks { get; init; }

    /// <summary>How often its official result was damaged. Counted until someone has it tried again.</summary>
    public int Withdrawals { get; init; }

    /// <summary>Nothing counts against it any more.</summary>
    public JobState Forgiven => this with
    {
        FruitlessCrashes = 0,
        StorageTroubles = 0,
        Standstill = 0,
        Setbacks = 0,
        Withdrawals = 0,
        NotBefore = null,
        Avoided = [],
        Unseen = [],
    };

    /// <summary>Asked for anew: attempts are counted on, so that a number never means two.</summary>
    public JobState After(JobRequest again) => this with { Request = again, IsWithdrawn = false };

    public JobState After(RunEvents.ResultWithdrawn withdrawn) => Forgiven with
    {
        Grant = null,
        Official = null,
        Former = Official ?? Former,
        IsWithdrawn = true,
        LastFailure = withdrawn.Reason,
        Withdrawals = WithdrawalsAfter,
        NotBefore = withdrawn.At + RetryPolicy.PauseAfterWithdrawals(WithdrawalsAfter),
    };

    /// <summary>What only waits for another job that is computed again is not damaged itself.</summary>
    private int WithdrawalsAfter => Official is null ? Withdrawals : Withdrawals + 1;

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
        Former = null,
    };

    public JobState After(RunEvents.FileNotVisible unseen) => this with
    {
        Grant = null,
        LastFailure = string.Create(CultureInfo.InvariantCulture, $"attempt {unseen.Attempt}: {unseen.File} is not visible on {unseen.Node}"),
        Unseen =
        [
            .. Unseen.Where(other => other.Node != unseen.Node),
            new UnseenFile(unseen.Node, unseen.File, unseen.At, 1 + (Unseen.FirstOrDefault(other => other.Node == unseen.Node)?.Times ?? 0)),
        ],
    };

    public JobState After(RunEvents.AttemptFailed failed)
    {
        var crashed = failed.Kind == FailureKind.Crashed;
        var storage = failed.Kind == FailureKind.Storage ? StorageTroubles + 1 : 0;
        var setbacks = failed.MadeProgress ? 0
            : failed.Kind is FailureKind.Lost or FailureKind.Cancelled or FailureKind.Unverified ? Setbacks + 1
            : Setbacks;
        return this with
        {
            Grant = null,
            LastFailure = $"attempt {failed.Attempt}: {failed.Reason}",
            FurthestEpoch = Math.Max(FurthestEpoch, failed.Epoch),
            Standstill = failed.Epoch > FurthestEpoch ? 0 : crashed ? Standstill + 1 : Standstill,
            Avoided = crashed || failed.Kind is FailureKind.Lost or FailureKind.Unverified ? [.. Avoided.Union([failed.Node])] : Avoided,
            FruitlessCrashes = crashed && !failed.MadeProgress ? FruitlessCrashes + 1
                : failed.Kind == FailureKind.Lost ? FruitlessCrashes : 0,
            StorageTroubles = storage,
            Setbacks = setbacks,
            NotBefore = storage > 0 ? failed.At + RetryPolicy.StoragePause(storage) : failed.At + RetryPolicy.PauseAfterSetbacks(failed.Kind, setbacks),
        };
    }
}
