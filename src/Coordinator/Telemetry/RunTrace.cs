using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Telemetry;

/// <summary>
/// One run as a trace: the run, below it its jobs, below each its attempts. Ids and times follow from the run's events, so a trace goes
/// on under the next coordinator as if there were one. A run that goes on after its end begins another trace.
/// </summary>
/// <remarks>Holds ids, numbers and kinds only: a reason is a text for people, and may quote a row of the cohort.</remarks>
internal sealed class RunTrace(RunId run)
{
    /// <summary>
    /// What ended so shortly before a take-over may never have been sent, and is sent again: the ids are the same, so whoever has it
    /// already can tell.
    /// </summary>
    public static readonly TimeSpan SentAgain = TimeSpan.FromMinutes(1);

    private static readonly ActivitySource Source = new("AxSpa.Runs");

    private readonly Dictionary<JobId, (DateTimeOffset RequestedAt, int Round)> _jobs = [];
    private readonly List<DerivedSpan> _recalled = [];
    private int _opening;
    private DateTimeOffset _openedAt;

    private string TraceName => string.Create(CultureInfo.InvariantCulture, $"{run}/{_opening}");

    private string RunName => $"{TraceName}/run";

    /// <summary>An event came to rest in the journal: what ends with it is sent.</summary>
    /// <param name="before">The run before it; null when it is the first.</param>
    public void Happened(RunState? before, RunEvents.IRunEvent happened)
    {
        foreach (var span in Ended(before, happened))
            span.Send(Source);
    }

    /// <summary>An event is read from the journal, by a coordinator that takes over.</summary>
    public void Recall(RunState? before, RunEvents.IRunEvent happened)
    {
        if (Source.HasListeners())
            _recalled.AddRange(Ended(before, happened));
        else
            _ = Ended(before, happened);
    }

    /// <summary>What it needs to go on under the same ids.</summary>
    public TraceSnapshot Snapshot => new(_opening, _openedAt,
        [.. _jobs.OrderBy(job => job.Key.Value, StringComparer.Ordinal).Select(job => new TracedJob(job.Key, job.Value.RequestedAt, job.Value.Round))]);

    /// <summary>Where an earlier life of the run's actor left it; what ended before is not sent again.</summary>
    public void Recall(TraceSnapshot snapshot)
    {
        (_opening, _openedAt) = (snapshot.Opening, snapshot.OpenedAt);
        foreach (var job in snapshot.Jobs)
            _jobs[job.Job] = (job.RequestedAt, job.Round);
    }

    public void TookOver(DateTimeOffset now)
    {
        foreach (var span in _recalled.Where(span => now - span.To < SentAgain))
            span.Send(Source);
        _recalled.Clear();
    }

    private void Requested(IEnumerable<JobId> jobs, DateTimeOffset at)
    {
        foreach (var job in jobs)
            _jobs[job] = (at, _jobs.TryGetValue(job, out var known) ? known.Round + 1 : 0);
    }

    private ImmutableArray<DerivedSpan> Ended(RunState? before, RunEvents.IRunEvent happened)
    {
        if (before is null or { Status: not RunStatus.Running }
            && happened is RunEvents.Submitted or RunEvents.Extended or RunEvents.Resumed or RunEvents.ResultWithdrawn)
            Open(before is not null, happened.At);
        switch (happened)
        {
            case RunEvents.JobsRequested requested:
                Requested(requested.Jobs.Select(job => job.Id), requested.At);
                return [];
            case RunEvents.JobsRequestedWithFiles older:
                Requested(older.Jobs.Select(job => job.Id), older.At);
                return [];
            case RunEvents.JobMadeOfficial made when before?.Job(made.Job) is { } job:
                return [Attempt(job, null, made.At), OfJob(job, null, made.At)];
            case RunEvents.AttemptFailed failed when before?.Job(failed.Job) is { } job:
                return [Attempt(job, failed.Kind, failed.At)];
            case RunEvents.FileNotVisible unseen when before?.Job(unseen.Job) is { } job:
                return [Attempt(job, FailureKind.Storage, unseen.At)];
            case RunEvents.Completed completed:
                return [OfRun(before!, RunStatus.Completed, null, completed.At)];
            case RunEvents.Failed failed:
                return [.. Unfinished(before!, failed.Kind, failed.At), OfRun(before!, RunStatus.Failed, failed.Kind, failed.At)];
            case RunEvents.Cancelled cancelled:
                return [.. Unfinished(before!, FailureKind.Cancelled, cancelled.At), OfRun(before!, RunStatus.Cancelled, null, cancelled.At)];
            default:
                return [];
        }
    }

    private void Open(bool again, DateTimeOffset at)
    {
        if (again)
            _opening++;
        _openedAt = at;
        // What is still waited for waits in the new trace; what is official already does not appear in it.
        foreach (var job in _jobs.Keys.ToList())
            _jobs[job] = (at, _jobs[job].Round);
    }

    private DerivedSpan OfRun(RunState run, RunStatus how, FailureKind? failure, DateTimeOffset at) =>
        new(TraceName, RunName, null, "run", _openedAt, at, how == RunStatus.Failed,
    [
        new("axspa.run.id", run.Id.Value),
        new("axspa.run.until", Label.Of(run.Until)),
        new("axspa.outcome", how == RunStatus.Failed ? Label.Outcome(failure) : Label.Of(how)),
        new("axspa.coordinator.generation", run.Generation),
    ]);

    private DerivedSpan OfJob(JobState job, FailureKind? failure, DateTimeOffset at) =>
        new(TraceName, NameOf(job), RunName, job.Request.Id.Value, _jobs[job.Request.Id].RequestedAt, at,
        failure is not null and not FailureKind.Cancelled,
        [
            new("axspa.run.id", run.Value),
            new("axspa.job", job.Request.Id.Value),
            new("axspa.job.kind", Label.Of(job.Request.Kind)),
            new("axspa.job.attempts", job.Attempts),
            new("axspa.outcome", Label.Outcome(failure)),
        ]);

    private DerivedSpan Attempt(JobState job, FailureKind? failure, DateTimeOffset at)
    {
        var grant = job.Grant!;
        return new(TraceName, string.Create(CultureInfo.InvariantCulture, $"{NameOf(job)}/attempt-{grant.Attempt}"), NameOf(job),
            string.Create(CultureInfo.InvariantCulture, $"{job.Request.Id} attempt {grant.Attempt}"), grant.At, at,
            failure is not null and not FailureKind.Cancelled,
            [
                new("axspa.run.id", run.Value),
                new("axspa.job", job.Request.Id.Value),
                new("axspa.job.kind", Label.Of(job.Request.Kind)),
                new("axspa.attempt", grant.Attempt),
                new("axspa.node", grant.Node.ToString()),
                new("axspa.slot", grant.Slot),
                new("axspa.device", grant.Device),
                new("axspa.outcome", Label.Outcome(failure)),
            ]);
    }

    /// <summary>The run ends before these jobs did: what they compute is stopped.</summary>
    private IEnumerable<DerivedSpan> Unfinished(RunState run, FailureKind why, DateTimeOffset at) => run.Jobs.Values
        .Where(job => job.Official is null && !job.IsWithdrawn)
        .SelectMany(job => job.Grant is null
            ? (DerivedSpan[])[OfJob(job, job.LastFailure is null ? FailureKind.Cancelled : why, at)]
            : [Attempt(job, FailureKind.Cancelled, at), OfJob(job, FailureKind.Cancelled, at)]);

    private string NameOf(JobState job) => string.Create(CultureInfo.InvariantCulture, $"{TraceName}/{job.Request.Id}/{_jobs[job.Request.Id].Round}");
}
