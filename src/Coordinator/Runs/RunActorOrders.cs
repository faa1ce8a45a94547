using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs;

/// <summary>What people and nodes want of a run, and the look at its files that comes before it goes on.</summary>
internal sealed partial class RunActor
{
    /// <summary>What makes a run go on waits until its files were looked at; the answer to whoever wanted it, too.</summary>
    private void LookFirst(object? order) => _inputs.Look(_state!, order, order is null ? ActorRefs.Nobody : Sender, Self);

    /// <summary>The answer to an order, without what it would do: rulings are pure.</summary>
    private void OnRehearse(RunProtocol.Rehearse rehearse)
    {
        switch (rehearse.Order)
        {
            case RunProtocol.CancelRun:
                Sender.Tell(_state!.OnCancelOrder(Now).Answer);
                break;
            case RunProtocol.PauseRun pause:
                Sender.Tell(_state!.OnPause(pause.Now, Now).Answer);
                break;
            case QueueProtocol.PrioritizeRun prioritize:
                Sender.Tell(_state!.OnPrioritize(prioritize.Priority, Now).Answer);
                break;
            case QueueProtocol.LimitRun limit:
                Sender.Tell(_state!.OnLimit(limit.MaxSlots, Now).Answer);
                break;
            default:
                LookFirst(rehearse);
                break;
        }
    }

    private void OnMove(RunMessages.Move move)
    {
        var ruling = _state!.OnMove(move.Place, move.Before, Now);
        if (move.IsRehearsal)
            Sender.Tell(ruling.Answer);
        else
            Obey(ruling, Sender);
    }

    private IWireMessage Rehearsed(RunProtocol.Order order, InputGate.Seen seen) => (seen.Away ?? seen.Changed) is { } changed ? new RunProtocol.Refused(changed) : order switch
    {
        RunProtocol.ResumeRun => _state!.OnResume(seen.Damaged, Now).Answer,
        RunProtocol.RetryFold retry => _state!.OnRetry(retry.Fold, seen.Damaged, Now).Answer,
        _ => new RunProtocol.Refused($"{order.GetType().Name} cannot be rehearsed."),
    };

    private void OnSeen(InputGate.Seen seen)
    {
        _inputs.Forget(seen);
        if (seen.Order is RunProtocol.Rehearse rehearse)
        {
            seen.Asker.Tell(Rehearsed(rehearse.Order, seen));
            return;
        }
        if (seen.IsSpecificationLost)
            _files.OweSpecification(_state!);
        if (seen.Order is NodeProtocol.FileNotVisible unseen)
        {
            Obey(new Ruling(OnUnseen(unseen, seen), new NodeProtocol.ResultRecorded(unseen.Attempt)), seen.Asker);
            return;
        }
        if (seen.Order is NodeProtocol.JobFailed failed)
        {
            Obey(OnFailed(StorageIfAway(failed, seen), seen.Damaged), seen.Asker);
            return;
        }
        if ((seen.Away ?? seen.Changed) is { } changed)
        {
            seen.Asker.Tell(new RunProtocol.Refused(changed));
            if (_inputs.IsOpen || seen.Order is not null)
                return;
            _inputs.StayClosed(changed);
            TellPlacement();
            Timers.StartSingleTimer("look", new RunMessages.LookAgain(), InputGate.LookAgainAfter);
            return;
        }
        var wasOpen = _inputs.IsOpen;
        _inputs.Open();
        Obey(seen.Order switch
        {
            RunMessages.Resubmit again => _state!.OnResubmit(again.Until, again.Specification.Resources, seen.Damaged, Now),
            RunProtocol.ResumeRun => _state!.OnResume(seen.Damaged, Now),
            RunProtocol.RetryFold retry => _state!.OnRetry(retry.Fold, seen.Damaged, Now),
            _ => new Ruling(_state!.OnDamage(seen.Damaged, Now), new RunProtocol.RunChanged(_state!.Id, "verified", "")),
        }, seen.Asker, () =>
        {
            // Copies that were lost or altered are made again from what is official.
            if (!wasOpen || seen.Order is RunProtocol.ResumeRun)
                _files.Owe(_state!);
            Advance();
        });
    }

    private ImmutableArray<RunEvents.IRunEvent> OnUnseen(NodeProtocol.FileNotVisible unseen, InputGate.Seen seen) =>
        seen.Away is { } away ? _state!.OnFailed(unseen.Attempt, unseen.Node, FailureKind.Storage, away, _progress.EpochOf(unseen.Attempt), Now)
        : unseen.IsInWorkspace ? _state!.OnWorkspaceFile(unseen, seen.Damaged, isSeenHere: seen.Changed is null, Now)
        : _state!.OnNotVisible(unseen, isSeenHere: seen.Changed is null, Now);

    /// <summary>What a job could not use in a workspace that is away, or with a specification that was damaged, says nothing about what was handed in.</summary>
    private static NodeProtocol.JobFailed StorageIfAway(NodeProtocol.JobFailed failed, InputGate.Seen seen) =>
        seen.Away is { } away ? failed with { Kind = FailureKind.Storage, Reason = $"{failed.Reason} ({away})" }
        : seen.IsSpecificationLost ? failed with { Kind = FailureKind.Storage, Reason = $"{failed.Reason} (run.yaml was missing or altered, and is written again)" }
        : failed;

    /// <summary>What a job refused to read may be what another one had written: then that is computed again, and the job after it.</summary>
    private Ruling OnFailed(NodeProtocol.JobFailed failed, ImmutableArray<Damage> damaged)
    {
        var withdrawn = _state!.Holds(failed.Attempt, failed.Node) ? _state!.OnDamage(damaged, Now) : [];
        return new Ruling(
            withdrawn.IsEmpty ? _state!.OnFailed(failed.Attempt, failed.Node, failed.Kind, failed.Reason, _progress.EpochOf(failed.Attempt), Now) : withdrawn,
            new NodeProtocol.ResultRecorded(failed.Attempt));
    }

    /// <summary>Who asked hears of it once it is in the journal, or refused: a node then forgets the end of its attempt.</summary>
    private void Obey(Ruling ruling, IActorRef asker, Action? then = null) => Carry(ruling.Events, () =>
    {
        asker.Tell(ruling.Answer);
        then?.Invoke();
    });
}
