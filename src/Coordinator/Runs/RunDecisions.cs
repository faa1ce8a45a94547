using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run answers to what happens to it: pure functions from a state to events. Nothing here acts.</summary>
public static class RunDecisions
{
    private static readonly ImmutableArray<RunEvents.IRunEvent> Nothing = [];

    /// <summary>A slot is free for a job: granted when the job still waits, and the run is not at its limit.</summary>
    /// <param name="underway">Grants that are being written to the journal.</param>
    public static ImmutableArray<RunEvents.IRunEvent> OnOffer(
        this RunState run, JobId job, NodeId node, int slot, string device, DateTimeOffset now, int underway = 0) =>
        run is { Status: RunStatus.Running, IsPaused: false } && run.Job(job) is { IsWaiting: true } state && run.IsDue(state, now)
        && run.OpenGrants.Count() + underway < (run.MaxSlots ?? int.MaxValue)
            ? [new RunEvents.JobGranted(job, state.Attempts + 1, node, slot, device, now)]
            : Nothing;

    /// <summary>An attempt ended with files: official if it is the attempt that holds the grant. A late answer of an older one is refused.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnCompleted(this RunState run, NodeProtocol.JobCompleted completed, DateTimeOffset now)
    {
        if (!run.Holds(completed.Attempt, completed.Node))
            return Nothing;
        var (attempt, node) = (completed.Attempt, completed.Node);
        var made = new RunEvents.JobMadeOfficial(attempt.Job, attempt.Attempt, node, completed.Files, completed.Figures, now);
        return run.Job(attempt.Job) is { Former: { } former } ? run.MadeAgain(former, made) : [made];
    }

    /// <summary>A result that is not on disk as its node says is none: another attempt makes it, elsewhere if it can.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnUnverified(
        this RunState run, NodeProtocol.JobCompleted completed, string problem, int epoch, DateTimeOffset now) =>
        run.OnFailed(completed.Attempt, completed.Node, FailureKind.Unverified, $"its result does not verify: {problem}", epoch, now);

    /// <summary>An attempt ended without a result: tried again, or the run fails (<see cref="RetryPolicy"/>).</summary>
    /// <param name="epoch">The last that the attempt had completed; 0: none.</param>
    public static ImmutableArray<RunEvents.IRunEvent> OnFailed(
        this RunState run, AttemptId attempt, NodeId node, FailureKind kind, string reason, int epoch, DateTimeOffset now)
    {
        if (!run.Holds(attempt, node))
            return Nothing;
        var failed = new RunEvents.AttemptFailed(attempt.Job, attempt.Attempt, node, kind, reason, epoch > 0, now, epoch);
        return RetryPolicy.GivesUp(run.Job(attempt.Job)!, kind, reason, epoch) is { } why
            ? [failed, new RunEvents.Failed(kind, why, now, attempt.Job)]
            : [failed];
    }

    /// <summary>
    /// A node does not see a file of the workspace, or sees it altered. What is damaged is computed again, what is whole here may be whole on another
    /// node, and of what else is missing (run.yaml, which the coordinator writes again) it waits. Never the researcher's fault.
    /// </summary>
    /// <param name="damaged">Official results that are not on disk as they must be, as the coordinator sees it.</param>
    /// <param name="isSeenHere">The coordinator sees the file.</param>
    public static ImmutableArray<RunEvents.IRunEvent> OnWorkspaceFile(
        this RunState run, NodeProtocol.FileNotVisible unseen, ImmutableArray<Damage> damaged, bool isSeenHere, DateTimeOffset now) =>
        !run.Holds(unseen.Attempt, unseen.Node) ? Nothing
        : run.OnDamage(damaged, now) is { IsEmpty: false } withdrawn ? withdrawn
        : isSeenHere ? run.OnNotVisible(unseen, isSeenHere, now)
        : run.OnFailed(unseen.Attempt, unseen.Node, FailureKind.Storage, unseen.Reason, 0, now);

    /// <summary>
    /// A node does not see a file that an attempt needs: where the coordinator sees it the job goes to another node, else it was never there.
    /// </summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnNotVisible(
        this RunState run, NodeProtocol.FileNotVisible unseen, bool isSeenHere, DateTimeOffset now) =>
        !run.Holds(unseen.Attempt, unseen.Node) ? Nothing
        : isSeenHere ? [new RunEvents.FileNotVisible(unseen.Attempt.Job, unseen.Attempt.Attempt, unseen.Node, unseen.File, now)]
        : run.OnFailed(unseen.Attempt, unseen.Node, FailureKind.BadInput, unseen.Reason, 0, now);

    /// <summary>A stage asks for jobs: those it has not asked for before, or that were withdrawn since.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnRequest(this RunState run, ImmutableArray<JobRequest> jobs, DateTimeOffset now)
    {
        ImmutableArray<JobRequest> unknown = [.. jobs.Where(job => run.Job(job.Id) is not { IsWithdrawn: false })];
        return run.Status == RunStatus.Running && !unknown.IsEmpty ? [new RunEvents.JobsRequested(unknown, now)] : Nothing;
    }

    public static ImmutableArray<RunEvents.IRunEvent> OnCancel(this RunState run, DateTimeOffset now) =>
        run.Status == RunStatus.Running ? [new RunEvents.Cancelled(now)] : Nothing;

    /// <summary>The same specification was submitted again, to go further than before.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnExtend(this RunState run, RunStage until, DateTimeOffset now) =>
        run.Status is RunStatus.Running or RunStatus.Completed && until > run.Until ? [new RunEvents.Extended(until, now)] : Nothing;

    /// <summary>Whether this attempt is the one that holds the job's grant, on whatever node.</summary>
    public static bool HasGranted(this RunState run, AttemptId attempt) =>
        run.Status == RunStatus.Running && run.Job(attempt.Job)?.Grant?.Attempt == attempt.Attempt;

    /// <summary>Whether this attempt, on this life of its node, is the one that holds the job's grant.</summary>
    public static bool Holds(this RunState run, AttemptId attempt, NodeId node) =>
        run.Status == RunStatus.Running && run.Job(attempt.Job)?.Grant is { } grant && grant.Attempt == attempt.Attempt && grant.Node == node;
}
