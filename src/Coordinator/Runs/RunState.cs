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
            Jobs = Jobs.AddRange(requested.Jobs.Select(job => KeyValuePair.Create(job.Id.Value, new JobState(job)))),
        },
        RunEvents.JobGranted granted => With(granted.Job, job => job.After(granted)),
        RunEvents.JobMadeOfficial made => With(made.Job, job => job.After(made)),
        RunEvents.AttemptFailed failed => With(failed.Job, job => job.After(failed)),
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

    private RunState With(JobId id, Func<JobState, JobState> change) => this with { Jobs = Jobs.SetItem(id.Value, change(Jobs[id.Value])) };
}
