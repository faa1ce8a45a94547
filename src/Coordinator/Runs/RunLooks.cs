using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
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
    public static LookRuling OnSeen(this RunState run, Look look, bool isGateOpen, DateTimeOffset now)
    {
        var (events, answer) = run.Comes(look, now);
        var after = run.Apply(events);
        var isWhole = look.Changed is null && look.Order is not (LookOrder.NotVisible or LookOrder.Rehearsal)
            && after.Status == RunStatus.Running && after.OnDamage(look.Damaged, now).IsEmpty;
        var gate = isWhole ? GateChange.Open
            : look is { Order: LookOrder.TakeOver, Changed: not null } && run.Status == RunStatus.Running && !isGateOpen ? GateChange.LookAgain
            : GateChange.None;
        return new LookRuling(events, answer, gate, RestoresCopies: isWhole && (!isGateOpen || look.Order is LookOrder.Resume));
    }

    private static (ImmutableArray<RunEvents.IRunEvent> Events, IWireMessage? Answer) Comes(this RunState run, Look look, DateTimeOffset now)
    {
        switch (look.Order)
        {
            case LookOrder.TakeOver:
                return (run.Status == RunStatus.Running && look.Changed is null ? run.OnDamage(look.Damaged, now) : Nothing, null);
            case LookOrder.Resubmit again:
                return Said(run.IfUnchanged(look, run.OnResubmit(again.Until, again.Specification.Resources, look.Damaged, now)));
            case LookOrder.Resume:
                return Said(run.IfUnchanged(look, run.OnResume(look.Damaged, now)));
            case LookOrder.Retry retry:
                return Said(run.IfUnchanged(look, run.OnRetry(retry.Fold, look.Damaged, now)));
            case LookOrder.AttemptFailed { Failed: var failed, Epoch: var epoch }:
                // What a job refused to read may be what another one had written: then that is computed again, and the job after it.
                var withdrawn = run.Holds(failed.Attempt, failed.Node) ? run.OnDamage(look.Damaged, now) : Nothing;
                return (withdrawn.IsEmpty ? run.OnFailed(failed.Attempt, failed.Node, failed.Kind, failed.Reason, epoch, now) : withdrawn,
                    new NodeProtocol.ResultRecorded(failed.Attempt));
            case LookOrder.NotVisible { Unseen: var unseen }:
                return (run.OnNotVisible(unseen, isSeenHere: look.Changed is null, now), new NodeProtocol.ResultRecorded(unseen.Attempt));
            case LookOrder.Rehearsal rehearsal:
                return (Nothing, run.Rehearsed(rehearsal.Order, look, now));
            default:
                throw new InvalidOperationException($"{look.Order.GetType().Name} is not why a run is looked at.");
        }
    }

    /// <summary>The answer to an order, without what it would do.</summary>
    private static IWireMessage Rehearsed(this RunState run, RunProtocol.Order order, Look look, DateTimeOffset now) => order switch
    {
        RunProtocol.ResumeRun => run.IfUnchanged(look, run.OnResume(look.Damaged, now)).Answer,
        RunProtocol.RetryFold retry => run.IfUnchanged(look, run.OnRetry(retry.Fold, look.Damaged, now)).Answer,
        _ => new RunProtocol.Refused($"{order.GetType().Name} cannot be rehearsed."),
    };

    /// <summary>A changed input keeps a run from going on; one that would not go on anyway says its own reason.</summary>
    private static Ruling IfUnchanged(this RunState run, Look look, Ruling ruling) =>
        look.Changed is { } changed && !run.IsOverFor(look.Order) ? Ruling.No(changed) : ruling;

    private static bool IsOverFor(this RunState run, LookOrder order) =>
        order is LookOrder.Resubmit ? run.Status is RunStatus.Failed or RunStatus.Cancelled : run.WhyItCannotGoOn() is not null;

    private static (ImmutableArray<RunEvents.IRunEvent>, IWireMessage?) Said(Ruling ruling) => (ruling.Events, ruling.Answer);
}
