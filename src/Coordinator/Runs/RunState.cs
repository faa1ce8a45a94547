using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Everything the coordinator knows of a run, and only what the journal holds: replaying the events gives the same record
/// at any time and on any machine.
/// </summary>
public sealed record RunState(
    RunId Id, string Key, string Name, string Specification, RunStage Until, DateTimeOffset SubmittedAt)
{
    public long Generation { get; init; }
    public RunStatus Status { get; init; } = RunStatus.Running;
    public ImmutableSortedDictionary<string, JobState> Jobs { get; init; } = ImmutableSortedDictionary.Create<string, JobState>(StringComparer.Ordinal);

    /// <summary>Nothing more is granted, whatever the status.</summary>
    public bool IsPaused { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public string? Failure { get; init; }
    public FailureKind? FailureKind { get; init; }

    public JobState? Job(JobId id) => Jobs.GetValueOrDefault(id.Value);

    public static RunState From(RunEvents.Submitted submitted) => new(
        submitted.Run, submitted.Key, submitted.Name, submitted.Specification, submitted.Until, submitted.At);

    public RunState Apply(RunEvents.IRunEvent happened) => happened switch
    {
        RunEvents.TookOver tookOver => this with { Generation = tookOver.Generation },
        RunEvents.Extended extended => this with { Until = extended.Until, Status = RunStatus.Running, EndedAt = null },
        RunEvents.JobsRequested requested => this with
        {
            Jobs = Jobs.SetItems(requested.Jobs.Select(job => KeyValuePair.Create(job.Id.Value, Job(job.Id)?.After(job) ?? new JobState(job)))),
        },
        RunEvents.JobGranted granted => With(granted.Job, job => job.After(granted)),
        RunEvents.JobMadeOfficial made => With(made.Job, job => job.After(made)),
        RunEvents.AttemptFailed failed => With(failed.Job, job => job.After(failed)),
        RunEvents.ResultWithdrawn withdrawn => Reopened.With(withdrawn.Job, job => job.After(withdrawn)),
        RunEvents.JobRetried retried => With(retried.Job, job => job.Forgiven),
        RunEvents.Paused => this with { IsPaused = true },
        RunEvents.Resumed => Reopened with { IsPaused = false },
        RunEvents.Completed completed => this with { Status = RunStatus.Completed, EndedAt = completed.At },
        RunEvents.Failed failed => this with
        {
            Status = RunStatus.Failed,
            EndedAt = failed.At,
            Failure = failed.Reason,
            FailureKind = failed.Kind,
        },
        RunEvents.Cancelled cancelled => this with { Status = RunStatus.Cancelled, EndedAt = cancelled.At },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} does not happen to a run that was already submitted."),
    };

    /// <summary>It was read once, so folds may have been trained on it.</summary>
    public bool HadCohort => Job(RunPlan.CohortJob) is { Official: not null } or { Former: not null };

    /// <summary>Running again if it had ended; what ran when it failed was stopped then, and holds nothing any more.</summary>
    private RunState Reopened => Status == RunStatus.Running ? this : this with
    {
        Status = RunStatus.Running,
        EndedAt = null,
        Failure = null,
        FailureKind = null,
        Jobs = Jobs.SetItems(Jobs.Select(job => KeyValuePair.Create(job.Key, job.Value.Forgiven with { Grant = null }))),
    };

    private RunState With(JobId id, Func<JobState, JobState> change) => this with { Jobs = Jobs.SetItem(id.Value, change(Jobs[id.Value])) };
}
