using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>What an order of a person comes to: events, and the answer once they rest in the journal.</summary>
public sealed record Decision(ImmutableArray<RunEvents.IRunEvent> Events, IWireMessage Answer)
{
    public static Decision No(string why) => new([], new RunProtocol.Refused(why));
}

/// <summary>What people may order of a run, and when: pure functions, as <see cref="RunDecisions"/>.</summary>
public static class RunOrders
{
    /// <summary>What an order comes to that needs no look at the disk: carried out and rehearsed from here.</summary>
    /// <exception cref="InvalidOperationException">It is no such order: whoever adds one adds its line.</exception>
    public static Decision OnOrder(this RunState run, RunProtocol.RunOrder order, DateTimeOffset now) => order switch
    {
        RunProtocol.CancelRun => run.OnCancelOrder(now),
        RunProtocol.PauseRun pause => run.OnPause(pause.Now, now),
        QueueProtocol.PrioritizeRun prioritize => run.OnPrioritize(prioritize.Priority, now),
        QueueProtocol.LimitRun limit => run.OnLimit(limit.MaxSlots, now),
        _ => throw new InvalidOperationException($"{order.GetType().Name} is no order that a run decides at once."),
    };

    public static Decision OnCancelOrder(this RunState run, DateTimeOffset now) => run.OnCancel(now) is { IsEmpty: false } events
        ? new(events, new RunProtocol.Cancelled(run.Id))
        : Decision.No($"Run {run.Id} is {Word(run.Status)} already.");

    public static Decision OnPause(this RunState run, bool atOnce, DateTimeOffset now)
    {
        if (run.Status != RunStatus.Running)
            return Decision.No($"Run {run.Id} is {Word(run.Status)}; there is nothing to pause.");
        var running = run.Jobs.Granted;
        ImmutableArray<RunEvents.IRunEvent> ended = atOnce ? [.. running.Select(job => run.Ended(job, "the run was paused", now))] : [];
        if (run.IsPaused && ended.IsEmpty)
            return Decision.No($"Run {run.Id} is paused already.");
        var attempts = PlainText.Count(running.Length, "attempt");
        var note = running.IsEmpty ? "nothing of it is running"
            : atOnce ? $"{attempts} ended, to go on from the checkpoint later" : $"{attempts} to be finished, nothing else begins";
        return new([.. run.IsPaused ? [] : new RunEvents.IRunEvent[] { new RunEvents.Paused(now) }, .. ended],
            new RunProtocol.RunChanged(run.Id, "paused", note));
    }

    /// <param name="damaged">What is not on disk as it must be.</param>
    public static Decision OnResume(this RunState run, ImmutableArray<Damage> damaged, DateTimeOffset now)
    {
        if (run.WhyItCannotGoOn() is { } why)
            return Decision.No(why);
        if (run.Status == RunStatus.Completed && run.OnDamage(damaged, now).IsEmpty)
            return Decision.No($"Run {run.Id} is completed, and its files are whole: there is nothing to resume.");
        var (reopened, events) = run.GoOn(liftPause: true, damaged, now);
        if (events.IsEmpty)
            return Decision.No($"Run {run.Id} is running already.");
        var again = reopened.Jobs.Values.Where(job => job.IsWithdrawn && job.Former is not null).Select(job => job.Request.Id).ToList();
        return new(events,
            new RunProtocol.RunChanged(run.Id, "resumed",
                again.Count == 0 ? "it goes on" : $"its files were damaged: {string.Join(", ", again)} computed again"));
    }

    /// <summary>
    /// A fold that waits is tried at once, one that runs is begun anew from its checkpoint, one that is done is trained again; a failed run goes on with it.
    /// </summary>
    public static Decision OnRetry(this RunState run, FoldId fold, ImmutableArray<Damage> damaged, DateTimeOffset now)
    {
        if (run.WhyItCannotGoOn() is { } why)
            return Decision.No(why);
        var (reopened, events) = run.GoOn(liftPause: false, damaged, now);
        if (reopened.Job(new JobId(fold.ToString())) is not { } job)
            return Decision.No($"Run {run.Id} has no fold {fold}: {Folds(run)}.");
        ImmutableArray<RunEvents.IRunEvent> retried = job switch
        {
            { Official: not null } => reopened.Withdraw(job, "a retry was asked for", now),
            { Grant: not null } => [reopened.Ended(job, "a retry was asked for", now), new RunEvents.JobRetried(job.Request.Id, now)],
            _ => [new RunEvents.JobRetried(job.Request.Id, now)],
        };
        return new([.. events, .. retried], new RunProtocol.RunChanged(run.Id, "retried",
            string.Create(CultureInfo.InvariantCulture, $"{fold} begins attempt {job.Attempts + 1}{(run.IsPaused ? " when the run is resumed" : "")}")));
    }

    /// <summary>
    /// The node is drained, and the time that was granted to what ran there is over: these attempts are asked back. Their end is the node's answer,
    /// after their last finished epoch is on disk, so that the next attempt finds it; a node that does not answer loses them with its lease.
    /// </summary>
    public static ImmutableArray<AttemptId> OnMoveOff(this RunState run, NodeId node) => run.Status != RunStatus.Running ? [] :
        [.. run.Jobs.Values.Where(job => job.Grant?.Node == node).Select(job => new AttemptId(run.Id, job.Request.Id, job.Grant!.Attempt))];

    /// <summary>The same specification was submitted again, when the run was running or completed; it may have ended since.</summary>
    /// <param name="asked">What it says about resources this time.</param>
    public static Decision OnResubmit(this RunState run, RunStage until, ResourceOptions asked, ImmutableArray<Damage> damaged, DateTimeOffset now)
    {
        if (run.Status is RunStatus.Failed or RunStatus.Cancelled)
        {
            var ended = run.Status == RunStatus.Cancelled ? "was cancelled" : $"{(run.Refusal is null ? "failed" : "was refused")} ({run.Failure})";
            return Decision.No($"Run {run.Id} {ended} while its files were being looked at. Submit the specification again to start another run.");
        }
        var withdrawn = run.OnDamage(damaged, now);
        ImmutableArray<RunEvents.IRunEvent> events = [.. withdrawn, .. run.Apply(withdrawn).OnExtend(until, now)];
        if (run.Asked.With(asked) is var merged && merged != run.Asked && (run.Status == RunStatus.Running || !events.IsEmpty))
            events = events.Add(new RunEvents.ResourcesChanged(merged, now));
        var how = run.Status == RunStatus.Running || !events.IsEmpty ? RunProtocol.Acceptance.Resumed : RunProtocol.Acceptance.AlreadyFinished;
        return new(events, new RunProtocol.RunAccepted(run.Id, how));
    }

    /// <summary>Neither a resume nor a retry helps, and why, for people; null: they do.</summary>
    public static string? WhyItCannotGoOn(this RunState run) => run switch
    {
        { Status: RunStatus.Cancelled } => $"Run {run.Id} was cancelled for good; submit its specification again to start another.",
        { Refusal: not null } => $"Run {run.Id} was refused ({run.Failure}); correct that and submit it again.",
        { Status: RunStatus.Failed, HadCohort: false } => $"Run {run.Id} failed before its cohort was read ({run.Failure}); correct that and submit it again.",
        _ => null,
    };

    /// <summary>Running, with what is damaged withdrawn.</summary>
    private static (RunState Run, ImmutableArray<RunEvents.IRunEvent> Events) GoOn(
        this RunState run, bool liftPause, ImmutableArray<Damage> damaged, DateTimeOffset now)
    {
        ImmutableArray<RunEvents.IRunEvent> resumed = (run.IsPaused && liftPause) || run.Status == RunStatus.Failed ? [new RunEvents.Resumed(now)] : [];
        var reopened = run.Apply(resumed);
        var withdrawn = reopened.OnDamage(damaged, now);
        return (reopened.Apply(withdrawn), [.. resumed, .. withdrawn]);
    }

    /// <summary>An attempt is ended from here; the next one goes on from its checkpoint.</summary>
    private static RunEvents.AttemptFailed Ended(this RunState run, JobState job, string reason, DateTimeOffset now) =>
        new(job.Request.Id, job.Grant!.Attempt, job.Grant.Node, FailureKind.Cancelled, reason, false, now);

    private static string Folds(RunState run) => run.Jobs.Values.Select(job => job.Request.Fold).OfType<FoldId>().ToList() is { Count: > 0 } folds
        ? $"it has {string.Join(", ", folds)}" : "it has no folds yet";

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
