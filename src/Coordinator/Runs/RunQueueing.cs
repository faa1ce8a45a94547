using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>An attempt whose node has not named it for a while; not lost yet.</summary>
/// <param name="LostAt">When its lease runs out.</param>
public sealed record QuietLease(JobId Job, NodeId Node, DateTimeOffset HeardAt, DateTimeOffset LostAt);

/// <summary>What a run brings to the queue: its standing, the jobs that want a slot, and why others do not. Pure.</summary>
public static class RunQueueing
{
    /// <summary>Of a failure's words in a sentence that stands beside each of many jobs.</summary>
    private const int MostOfAFailure = 300;

    public static RunStanding Standing(this RunState run) => new(
        run.Id, run.Name, run.Priority, run.MaxSlots, run.Move, run.JoinedAt, run.Used with { Held = [.. run.OpenGrants.Select(grant => grant.At)] });

    /// <param name="trouble">Why the whole run waits, for people; null: it does not.</param>
    /// <param name="accepted">Jobs whose grant is being written to the journal.</param>
    public static RunWants Wants(
        this RunState run, string? trouble, IEnumerable<QuietLease> quiet, Func<JobId, bool> accepted, DateTimeOffset now) => new(
        run.Standing(), trouble is null ? [.. run.Waiting(now).Where(job => !accepted(job.Job))] : [], [.. run.Held()], [.. run.Blocked(trouble, quiet, now)]);

    /// <summary>The jobs that may be granted now, in the order the run wants them: MRI folds before clinical ones, because they take longest.</summary>
    public static IEnumerable<WaitingJob> Waiting(this RunState run, DateTimeOffset now) => run is not { Status: RunStatus.Running, IsPaused: false } ? []
        : run.Due(now).Select(job => new WaitingJob(run.Id, job.Request.Id, job.Request.Fold?.Branch)
        {
            Avoided = job.Avoided,
            RequiresOtherNode = job.FruitlessCrashes > 0,
            Unseen = job.Unseen,
            Demand = run.Asked.Of(job.Request.Fold?.Branch),
        });

    /// <summary>Slots that were granted, whether or not their node has heard of it yet.</summary>
    public static IEnumerable<HeldSlot> Held(this RunState run) => run.Status != RunStatus.Running ? []
        : from job in run.Jobs.Granted
          let grant = job.Grant!
          select new HeldSlot(new AttemptId(run.Id, job.Request.Id, grant.Attempt), grant.Node, grant.Slot);

    /// <summary>Jobs that no free slot helps at the moment.</summary>
    public static IEnumerable<BlockedJobs> Blocked(this RunState run, string? trouble, IEnumerable<QuietLease> quiet, DateTimeOffset now)
    {
        if (run.Status != RunStatus.Running)
            yield break;
        if (run.WaitsAsAWhole(trouble) is { } whole)
        {
            ImmutableArray<JobId> waiting = [.. run.Jobs.Waiting.Select(job => job.Request.Id)];
            if (!waiting.IsEmpty || !run.OpenGrants.Any())
                yield return new BlockedJobs(waiting, whole);
        }
        else
        {
            var someWait = run.WaitingForStorage(now).Any();
            ImmutableArray<JobId> notDue = [.. run.Jobs.Waiting.Where(job => !IsDue(job, someWait, now)).Select(job => job.Request.Id)];
            foreach (var job in notDue.Select(id => run.Job(id)!).Where(job => job.StorageTroubles == 0 && job.NotBefore > now))
                yield return new BlockedJobs([job.Request.Id],
                    $"its next attempt at {PlainText.Moment(job.NotBefore!.Value)}, because of what came of the last ones "
                    + $"({MessageLimits.Cut(job.LastFailure ?? "", MostOfAFailure)})");
            notDue = [.. notDue.Where(id => run.Job(id) is { StorageTroubles: > 0 } or { NotBefore: null } || !(run.Job(id)!.NotBefore > now))];
            if (!notDue.IsEmpty && run.WaitingForStorage(now).MinBy(job => job.NotBefore) is { } next)
                yield return new BlockedJobs(notDue, "files that can be read and written again: "
                    + $"{next.Request.Id} failed ({MessageLimits.Cut(next.LastFailure ?? "", MostOfAFailure)}) and is tried again at "
                    + $"{PlainText.Moment(next.NotBefore!.Value)}");
        }
        foreach (var lease in quiet)
            yield return new BlockedJobs([lease.Job],
                $"a report of {lease.Node}, silent since {PlainText.Moment(lease.HeardAt)}: at {PlainText.Moment(lease.LostAt)} its lease "
                + "ends, and it goes elsewhere");
    }

    /// <summary>Why nothing of the run is granted, for people; null: it may be.</summary>
    public static string? WaitsAsAWhole(this RunState run, string? trouble) => run.IsPaused
        ? $"someone to resume it, for it is paused: 'pbm run resume {run.Id}' goes on"
        : trouble;

    /// <summary>
    /// A full disk is every job's trouble: those that have not met it yet begin when the others may try again, instead of failing one after the other.
    /// </summary>
    public static bool IsDue(this RunState run, JobState job, DateTimeOffset now) => IsDue(job, run.WaitingForStorage(now).Any(), now);

    /// <summary>Looks once whether any job waits for the disk, and not once for each of hundreds.</summary>
    private static IEnumerable<JobState> Due(this RunState run, DateTimeOffset now)
    {
        var someWait = run.WaitingForStorage(now).Any();
        return run.Jobs.Waiting.Where(job => IsDue(job, someWait, now));
    }

    private static bool IsDue(JobState job, bool someWaitForStorage, DateTimeOffset now) =>
        !(job.NotBefore > now) && (job.StorageTroubles > 0 || !someWaitForStorage);

    private static IEnumerable<JobState> WaitingForStorage(this RunState run, DateTimeOffset now) =>
        run.Jobs.Waiting.Where(job => job.StorageTroubles > 0 && job.NotBefore > now);
}
