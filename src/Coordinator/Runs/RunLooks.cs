using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// What a look at the disk comes to. It was begun for a run that may have ended since, so everything is decided by the run as it is
/// when the look comes back: a run that was cancelled meanwhile stays so, and whoever asked hears why. Pure, as <see cref="RunDecisions"/>.
/// </summary>
public static class RunLooks
{
    private static readonly ImmutableArray<RunEvents.IRunEvent> Nothing = [];

    /// <param name="isGateOpen">The run goes on already; nothing else is looked at before it does.</param>
    public static LookDecision OnSeen(this RunState run, Look look, bool isGateOpen, DateTimeOffset now)
    {
        var (events, answer) = run.Comes(look, now);
        var after = run.Apply(events);
        var isWhole = look.Trouble is null && look.Order is not (LookOrder.NotVisible or LookOrder.Rehearsal or LookOrder.Completed)
            && after.Status == RunStatus.Running && after.OnDamage(look.Damaged, now).IsEmpty;
        var gate = isWhole ? GateChange.Open
            : look is { Order: LookOrder.TakeOver, Trouble: not null } && run.Status == RunStatus.Running && !isGateOpen ? GateChange.LookAgain
            : GateChange.None;
        return new LookDecision(
            events, answer, gate,
            RestoresCopies: isWhole && (!isGateOpen || look.Order is LookOrder.Resume),
            RestoresSpecification: look is { IsSpecificationLost: true, Away: null, Order: not LookOrder.Rehearsal } && after.Status == RunStatus.Running);
    }

    private static (ImmutableArray<RunEvents.IRunEvent> Events, IWireMessage? Answer) Comes(this RunState run, Look look, DateTimeOffset now)
    {
        switch (look.Order)
        {
            case LookOrder.TakeOver:
                return (run.Status == RunStatus.Running && look.Trouble is null ? run.OnDamage(look.Damaged, now) : Nothing, null);
            case LookOrder.Resubmit again:
                return Said(run.IfUnchanged(look, run.OnResubmit(again.Until, again.Specification.Resources, look.Damaged, now)));
            case LookOrder.Resume:
                return Said(run.IfUnchanged(look, run.OnResume(look.Damaged, now)));
            case LookOrder.Retry retry:
                return Said(run.IfUnchanged(look, run.OnRetry(retry.Fold, look.Damaged, now)));
            case LookOrder.AttemptFailed { Failed: var refused, Epoch: var epoch }:
                // What a job refused to read may be what another one had written: then that is computed again, and the job after it.
                var failed = refused.OrStorage(look);
                var withdrawn = look.Away is null && run.Holds(failed.Attempt, failed.Node) ? run.OnDamage(look.Damaged, now) : Nothing;
                return (withdrawn.IsEmpty ? run.OnFailed(failed.Attempt, failed.Node, failed.Kind, failed.Reason, epoch, now) : withdrawn,
                    new NodeProtocol.ResultRecorded(failed.Attempt));
            case LookOrder.Completed { Result: var result } completed:
                // A workspace that is away says nothing about it: the node tells it again.
                return look.Away is not null && run.Holds(result.Attempt, result.Node) ? (Nothing, null)
                    : (look.Unverified is { } unverified ? run.OnUnverified(result, unverified, completed.Epoch, now) : run.OnCompleted(result, now),
                        new NodeProtocol.ResultRecorded(result.Attempt));
            case LookOrder.NotVisible { Unseen: var unseen } notVisible:
                return (run.Unseen(notVisible, look, now), new NodeProtocol.ResultRecorded(unseen.Attempt));
            case LookOrder.Rehearsal rehearsal:
                return (Nothing, run.Rehearsed(rehearsal.Order, look, now));
            default:
                throw new InvalidOperationException($"{look.Order.GetType().Name} is not why a run is looked at.");
        }
    }

    /// <summary>
    /// What a job could not use in a workspace that is away, or with a specification that was damaged, says nothing about what was handed in.
    /// </summary>
    private static NodeProtocol.JobFailed OrStorage(this NodeProtocol.JobFailed failed, Look look) =>
        look.Away is { } away ? failed with { Kind = FailureKind.Storage, Reason = $"{failed.Reason} ({away})" }
        : look.IsSpecificationLost ? failed with
        { Kind = FailureKind.Storage, Reason = $"{failed.Reason} (run.yaml was missing or altered, and is written again)" }
        : failed;

    private static ImmutableArray<RunEvents.IRunEvent> Unseen(this RunState run, LookOrder.NotVisible order, Look look, DateTimeOffset now) =>
        look.Away is { } away ? run.OnFailed(order.Unseen.Attempt, order.Unseen.Node, FailureKind.Storage, away, order.Epoch, now)
        : order.Unseen.IsInWorkspace ? run.OnWorkspaceFile(order.Unseen, look.Damaged, isSeenHere: look.Changed is null, now)
        : run.OnNotVisible(order.Unseen, isSeenHere: look.Changed is null, now);

    /// <summary>The answer to an order, without what it would do.</summary>
    private static IWireMessage Rehearsed(this RunState run, RunProtocol.Order order, Look look, DateTimeOffset now) => order switch
    {
        RunProtocol.ResumeRun => run.IfUnchanged(look, run.OnResume(look.Damaged, now)).Answer,
        RunProtocol.RetryFold retry => run.IfUnchanged(look, run.OnRetry(retry.Fold, look.Damaged, now)).Answer,
        _ => new RunProtocol.Refused($"{order.GetType().Name} cannot be rehearsed."),
    };

    /// <summary>A changed input, or a workspace that is away, keeps a run from going on; one that would not go on anyway says its own reason.</summary>
    private static Decision IfUnchanged(this RunState run, Look look, Decision decision) =>
        look.Trouble is { } trouble && !run.IsOverFor(look.Order) ? Decision.No(trouble) : decision;

    private static bool IsOverFor(this RunState run, LookOrder order) =>
        order is LookOrder.Resubmit ? run.Status is RunStatus.Failed or RunStatus.Cancelled : run.WhyItCannotGoOn() is not null;

    private static (ImmutableArray<RunEvents.IRunEvent>, IWireMessage?) Said(Decision decision) => (decision.Events, decision.Answer);
}
