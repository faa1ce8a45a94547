using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Everything the coordinator knows of a run, and only what the journal holds: replaying the events gives the same record
/// at any time and on any machine.
/// </summary>
public sealed record RunState(
    RunId Id, string Key, string Name, string Specification, RunStage Until, DateTimeOffset SubmittedAt) : IRunResults
{
    public long Generation { get; init; }
    public RunStatus Status { get; init; } = RunStatus.Running;
    public JobTable Jobs { get; init; } = JobTable.Empty;

    /// <summary>Nothing more is granted, whatever the status.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What submissions said so far, the last one first.</summary>
    public ResourceOptions Asked { get; init; } = new();

    public int Priority { get; init; }

    public int? MaxSlots { get; init; }

    /// <summary>Its place by hand in the queue; null: none.</summary>
    public QueueMove? Move { get; init; }

    /// <summary>Since when it has shared slots with other runs: submitted, or gone on after a pause or an end.</summary>
    public DateTimeOffset JoinedAt { get; init; } = SubmittedAt;

    /// <summary>Of attempts that have ended; those that hold a slot are added by <see cref="RunQueueing.Standing"/>.</summary>
    public SlotUse Used { get; init; } = SlotUse.None;

    public DateTimeOffset? EndedAt { get; init; }
    public string? Failure { get; init; }
    public FailureKind? FailureKind { get; init; }

    /// <summary>Whose failure ended it; null: none did, or an earlier version does not say it.</summary>
    public JobId? FailedJob { get; init; }

    /// <summary>For people: why what was handed in was refused before anything was learned from it; null: it was not.</summary>
    public string? Refusal => this is { Status: RunStatus.Failed, FailureKind: Pipeline.Jobs.FailureKind.BadInput, HadCohort: false }
        ? MessageLimits.Cut(Failure ?? "no reason was recorded", MessageLimits.Sentence) : null;

    public JobState? Job(JobId id) => Jobs.Find(id.Value);

    public ImmutableSortedDictionary<string, double>? FiguresOf(JobId job) => Job(job)?.Official?.Figures;

    public ImmutableArray<JobId>? ReadsOf(JobId job) => Job(job)?.Request.Reads;

    /// <param name="asked">What its specification says about resources; null: nothing.</param>
    public static RunState From(RunEvents.Submitted submitted, ResourceOptions? asked = null) => new(
        submitted.Run, submitted.Key, submitted.Name, submitted.Specification, submitted.Until, submitted.At)
    {
        Asked = asked ?? new ResourceOptions(),
        Priority = asked?.Priority ?? RunPriority.Normal,
        MaxSlots = asked?.MaxSlots,
    };

    public RunState Apply(RunEvents.IRunEvent happened)
    {
        var after = Changed(happened);
        return after with
        {
            JoinedAt = !WantsSlots && after.WantsSlots ? happened.At : JoinedAt,
            Used = Used.After(EndedIn(after).Select(grant => new SlotSpan(grant.At, happened.At))),
        };
    }

    public RunState Apply(ImmutableArray<RunEvents.IRunEvent> events) => events.Aggregate(this, (state, happened) => state.Apply(happened));

    /// <summary>
    /// Whether this may be written now. <see cref="Apply(RunEvents.IRunEvent)"/> does not ask: journals of earlier versions hold cancelled runs
    /// that were opened again by a late look at the disk, and what happened is read as it happened.
    /// </summary>
    public bool Admits(RunEvents.IRunEvent happened) => Status switch
    {
        RunStatus.Running => true,
        RunStatus.Completed => happened is RunEvents.Extended or RunEvents.ResultWithdrawn or RunEvents.Resumed or RunEvents.JobRetried,
        RunStatus.Failed => happened is RunEvents.Resumed,
        RunStatus.Cancelled => false,
    };

    private bool WantsSlots => this is { Status: RunStatus.Running, IsPaused: false };

    /// <summary>The grants that hold a slot. What ran when a run ended was stopped then.</summary>
    public IEnumerable<Grant> OpenGrants => Status == RunStatus.Running ? Jobs.Granted.Select(job => job.Grant!) : [];

    private IEnumerable<Grant> EndedIn(RunState after) => Status != RunStatus.Running ? [] :
        from job in Jobs.Granted
        where after.Status != RunStatus.Running || after.Jobs[job.Request.Id.Value].Grant != job.Grant
        select job.Grant;

    private RunState Changed(RunEvents.IRunEvent happened) => happened switch
    {
        RunEvents.TookOver tookOver => this with { Generation = tookOver.Generation },
        RunEvents.Extended extended => this with { Until = extended.Until, Status = RunStatus.Running, EndedAt = null },
        RunEvents.JobsRequested requested => this with
        {
            Jobs = Jobs.With(requested.Jobs.Select(job => Job(job.Id)?.After(job) ?? new JobState(job))),
        },
        RunEvents.JobsRequestedWithFiles older => Changed(new RunEvents.JobsRequested([.. this.InOurWords(older.Jobs)], older.At)),
        RunEvents.JobGranted granted => With(granted.Job, job => job.After(granted)),
        RunEvents.JobMadeOfficial made => With(made.Job, job => job.After(made)),
        RunEvents.AttemptFailed failed => With(failed.Job, job => job.After(failed)),
        RunEvents.FileNotVisible unseen => With(unseen.Job, job => job.After(unseen)),
        RunEvents.ResultWithdrawn withdrawn => Reopened.With(withdrawn.Job, job => job.After(withdrawn)),
        RunEvents.JobRetried retried => With(retried.Job, job => job.Forgiven),
        RunEvents.Paused => this with { IsPaused = true },
        RunEvents.Resumed => Reopened with { IsPaused = false },
        RunEvents.ResourcesChanged changed => this with
        {
            Asked = changed.Asked,
            Priority = changed.Asked.Priority == Asked.Priority ? Priority : changed.Asked.Priority ?? RunPriority.Normal,
            Move = changed.Asked.Priority == Asked.Priority ? Move : null,
            MaxSlots = changed.Asked.MaxSlots == Asked.MaxSlots ? MaxSlots : changed.Asked.MaxSlots,
        },
        RunEvents.Prioritized prioritized => this with { Priority = prioritized.Priority, Move = null },
        RunEvents.Limited limited => this with { MaxSlots = limited.MaxSlots },
        RunEvents.Moved moved => this with { Move = new QueueMove(moved.Place, moved.Before, moved.At) },
        RunEvents.Completed completed => this with { Status = RunStatus.Completed, EndedAt = completed.At },
        RunEvents.Failed failed => this with
        {
            Status = RunStatus.Failed,
            EndedAt = failed.At,
            Failure = failed.Reason,
            FailureKind = failed.Kind,
            FailedJob = failed.Job,
        },
        RunEvents.Cancelled cancelled => this with { Status = RunStatus.Cancelled, EndedAt = cancelled.At },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} does not happen to a run that was already submitted."),
    };

    /// <summary>It was read once, so folds may have been trained on it.</summary>
    public bool HadCohort => Job(JobKinds.CohortJob) is { Official: not null } or { Former: not null };

    /// <summary>Running again if it had ended; what ran when it failed was stopped then, and holds nothing any more.</summary>
    private RunState Reopened => Status == RunStatus.Running ? this : this with
    {
        Status = RunStatus.Running,
        EndedAt = null,
        Failure = null,
        FailureKind = null,
        FailedJob = null,
        Jobs = Jobs.With(Jobs.Values.Select(job => job.Forgiven with { Grant = null })),
    };

    private RunState With(JobId id, Func<JobState, JobState> change) => this with { Jobs = Jobs.With(change(Jobs[id.Value])) };
}
