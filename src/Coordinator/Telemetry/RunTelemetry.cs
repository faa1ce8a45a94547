using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Telemetry;

/// <summary>Follows one run through its events, and counts what happens while this coordinator looks on.</summary>
/// <remarks>
/// What is known follows from the events alone, so the next coordinator goes on where this one stopped; what the journal tells it of former times is not
/// counted again.
/// </remarks>
internal sealed class RunTelemetry(RunId run, CoordinatorTelemetry coordinator)
{
    private readonly Dictionary<JobId, DateTimeOffset> _waitingSince = [];
    private readonly RunTrace _trace = new(run);
    private RunState? _followed;

    /// <param name="before">The run before the event; null when it is the first.</param>
    /// <param name="isRecalled">It is read from the journal, and happened under another coordinator or in another life of this one.</param>
    public void Happened(RunState? before, RunEvents.IRunEvent happened, bool isRecalled)
    {
        if (isRecalled)
        {
            _trace.Recall(before, happened);
            return;
        }
        _trace.Happened(before, happened);
        switch (happened)
        {
            case RunEvents.JobGranted granted when before?.Job(granted.Job) is { } job:
                coordinator.Granted(job.Request.Kind, granted.At - _waitingSince.GetValueOrDefault(granted.Job, granted.At));
                break;
            case RunEvents.JobMadeOfficial made when before?.Job(made.Job) is { } job:
                coordinator.Ended(job.Request.Kind, null, made.At - (job.Grant?.At ?? made.At));
                break;
            case RunEvents.AttemptFailed failed when before?.Job(failed.Job) is { } job:
                coordinator.Ended(job.Request.Kind, failed.Kind, failed.At - (job.Grant?.At ?? failed.At));
                break;
            case RunEvents.FileNotVisible unseen when before?.Job(unseen.Job) is { } job:
                // A share that is not mounted: of the outcomes there are, that of a file that cannot be read.
                coordinator.Ended(job.Request.Kind, FailureKind.Storage, unseen.At - (job.Grant?.At ?? unseen.At));
                break;
            case RunEvents.ResultWithdrawn withdrawn when before?.Job(withdrawn.Job) is { Official: not null } job:
                coordinator.Withdrawn(job.Request.Kind);
                break;
        }
    }

    /// <summary>What a snapshot keeps of the run's trace.</summary>
    public TraceSnapshot Trace => _trace.Snapshot;

    /// <summary>The run is made from a snapshot: it had ended, so nothing of it waits.</summary>
    public void Recall(TraceSnapshot trace) => _trace.Recall(trace);

    /// <summary>All that the journal holds was read.</summary>
    public void TookOver(DateTimeOffset now) => _trace.TookOver(now);

    public void LeasesLost(int count) => coordinator.LeasesLost(count);

    public void JournalWrote(long began) => coordinator.JournalWrote(JournalWriter.Run, began);

    public void JournalFailed() => coordinator.JournalFailed(JournalWriter.Run);

    /// <summary>Nobody follows the run here any more.</summary>
    public void Stop() => coordinator.Forget(run);

    /// <param name="after">The run after the event.</param>
    public void Follow(RunState after, RunEvents.IRunEvent happened)
    {
        var wantsSlots = after is { Status: RunStatus.Running, IsPaused: false };
        var isAsBefore = _followed is { } before && before is { Status: RunStatus.Running, IsPaused: false } == wantsSlots;
        foreach (var job in isAsBefore ? after.Jobs.ChangedSince(_followed!.Jobs) : after.Jobs.Values)
        {
            if (wantsSlots && job.IsWaiting)
                _waitingSince.TryAdd(job.Request.Id, happened.At);
            else
                _waitingSince.Remove(job.Request.Id);
        }
        _followed = after;
        coordinator.Saw(after, _waitingSince.Count > 0 ? _waitingSince.Values.Min() : null);
    }
}
