using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>A run's state as a snapshot, and back: what comes back is what replaying its events gives.</summary>
internal static class RunSnapshots
{
    public static RunSnapshot ToSnapshot(this RunState run, TraceSnapshot trace, IEnumerable<string> warnings) => new(
        run.Id, run.Key, run.Name, run.Specification, run.Until, run.SubmittedAt, run.Generation, run.Status,
        [.. run.Jobs.Values.Select(Of)], run.IsPaused, run.Asked, run.Priority, run.MaxSlots,
        run.Move is { } move ? new MoveSnapshot(move.Place, move.Before, move.At) : null, run.JoinedAt, run.Used.Earlier,
        [.. run.Used.Ended.Select(span => new SpanSnapshot(span.From, span.To))], run.EndedAt, run.Failure, run.FailureKind, trace, [.. warnings],
        run.FailedJob);

    public static RunState From(RunSnapshot run) => new(run.Run, run.Key, run.Name, run.Specification, run.Until, run.SubmittedAt)
    {
        Generation = run.Generation,
        Status = run.Status,
        Jobs = JobTable.Of(run.Jobs.Select(From)),
        IsPaused = run.IsPaused,
        Asked = run.Asked,
        Priority = run.Priority,
        MaxSlots = run.MaxSlots,
        Move = run.Move is { } move ? new QueueMove(move.Place, move.Before, move.At) : null,
        JoinedAt = run.JoinedAt,
        Used = new SlotUse(run.UsedEarlier, [.. run.Used.Select(span => new SlotSpan(span.From, span.To))], []),
        EndedAt = run.EndedAt,
        Failure = run.Failure,
        FailureKind = run.FailureKind,
        FailedJob = run.FailedJob,
    };

    private static JobSnapshot Of(JobState job) => new(
        job.Request, job.Attempts,
        job.Grant is { } grant ? new GrantSnapshot(grant.Attempt, grant.Node, grant.Slot, grant.Device, grant.At) : null,
        Of(job.Official), job.StartedAt, job.FruitlessCrashes, job.StorageTroubles, job.NotBefore, job.LastFailure, job.FurthestEpoch, job.Standstill,
        job.Avoided,
        [.. job.Unseen.Select(unseen => new UnseenSnapshot(unseen.Node, unseen.File, unseen.At, unseen.Times))], job.IsWithdrawn, Of(job.Former), job.Setbacks,
        job.Withdrawals);

    private static JobState From(JobSnapshot job) => new(
        job.Request, job.Attempts,
        job.Grant is { } grant ? new Grant(grant.Attempt, grant.Node, grant.Slot, grant.Device, grant.At) : null,
        From(job.Official), job.StartedAt, job.FruitlessCrashes, job.StorageTroubles, job.NotBefore, job.LastFailure, job.FurthestEpoch, job.Standstill)
    {
        Avoided = job.Avoided,
        Unseen = [.. job.Unseen.Select(unseen => new UnseenFile(unseen.Node, unseen.File, unseen.At, unseen.Times))],
        IsWithdrawn = job.IsWithdrawn,
        Former = From(job.Former),
        Setbacks = job.Setbacks,
        Withdrawals = job.Withdrawals,
    };

    private static ResultSnapshot? Of(OfficialResult? result) =>
        result is null ? null : new(result.Attempt, result.Node, result.Files, result.Figures, result.At);

    private static OfficialResult? From(ResultSnapshot? result) =>
        result is null ? null : new(result.Attempt, result.Node, result.Files, result.Figures, result.At);
}
