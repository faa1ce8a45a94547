using Akka.Actor;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What people and nodes want of a run, and the look at its files that comes before it goes on.</summary>
internal sealed partial class RunActor
{
    /// <summary>What makes a run go on waits until its files were looked at; the answer to whoever wanted it, too.</summary>
    private void LookFirst(LookOrder order)
    {
        if (order is LookOrder.Resubmit or LookOrder.Resume or LookOrder.Retry or LookOrder.Rehearsal && _disk.Stall is { } stall)
            Sender.Tell(new RunProtocol.Refused($"The files of run {_id} cannot be looked at just now: {stall}.", Passes: true));
        else
            _inputs.Look(_state!, order, order is LookOrder.TakeOver ? ActorRefs.Nobody : Sender, Self);
    }

    /// <summary>What makes a run go on is decided when its files were looked at, all other orders at once.</summary>
    private void OnOrder(RunProtocol.RunOrder order)
    {
        if (LookOrder.Of(order) is { } look)
            LookFirst(look);
        else
            PersistAndReply(_state!.OnOrder(order, Now), Sender);
    }

    /// <summary>The answer to an order, without what it would do: decisions are pure.</summary>
    private void OnRehearse(RunProtocol.Rehearse rehearse)
    {
        if (rehearse.Order is not RunProtocol.RunOrder order || LookOrder.Of(order) is not null)
            LookFirst(new LookOrder.Rehearsal(rehearse.Order));
        else
            Sender.Tell(_state!.OnOrder(order, Now).Answer);
    }

    private void OnMove(RunMessages.Move move)
    {
        var decision = _state!.OnMove(move.Place, move.Before, Now);
        if (move.IsRehearsal)
            Sender.Tell(decision.Answer);
        else
            PersistAndReply(decision, Sender);
    }

    /// <summary>A result is official once its files were seen on disk, under the names of its own attempt and as its node says.</summary>
    private void OnCompleted(NodeProtocol.JobCompleted completed)
    {
        var epoch = _progress.EpochOf(completed.Attempt);
        if (!_state!.Holds(completed.Attempt, completed.Node))
            Sender.Tell(new NodeProtocol.ResultRecorded(completed.Attempt));
        else if (AttemptFiles.Problem(_folder, _state!.Job(completed.Attempt.Job)!.Request.Attempt(_id, completed.Attempt.Attempt),
            completed.Files) is { } problem)
            OnSeen(new InputGate.Seen(new Look(new LookOrder.Completed(completed, epoch), [], null) { Unverified = problem }, Sender));
        else
            LookFirst(new LookOrder.Completed(completed, epoch));
    }

    /// <summary>What a job refused to read is looked at first: it may be damaged, or the workspace away.</summary>
    private void OnFailed(NodeProtocol.JobFailed failed)
    {
        var epoch = _progress.EpochOf(failed.Attempt);
        if (failed.Kind == FailureKind.BadInput)
            LookFirst(new LookOrder.AttemptFailed(failed, epoch));
        else
            PersistAndReply(new Decision(
                _state!.OnFailed(failed.Attempt, failed.Node, failed.Kind, failed.Reason, epoch, Now), new NodeProtocol.ResultRecorded(failed.Attempt)),
                Sender);
    }

    /// <summary>What the disk worker has to say.</summary>
    private void ReceiveDisk()
    {
        Command<InputGate.Seen>(OnSeen);
        Command<RecordResults>(_ => OnRecordResults());
        Command<InputGate.Again>(again => _inputs.Look(_state!, again, Self));
        Command<RunOutbox.Written>(OnWritten);
        Command<RunOutbox.NotRemoved>(_outbox.Note);
        Command<RunVerifier.Found>(_verifier.Note);
    }

    /// <summary>What failed is tried again at the next tick, and not at once.</summary>
    private void OnWritten(RunOutbox.Written written)
    {
        _outbox.Note(written);
        if (!_outbox.HasFailed)
            Advance();
    }

    /// <summary>A look at the disk came back; the run may have ended since it was begun.</summary>
    private void OnSeen(InputGate.Seen seen)
    {
        if (InputGate.IsTooSoon(seen))
        {
            Timers.StartSingleTimer((seen.Look.Order, seen.Asker), new InputGate.Again(seen), InputGate.TryAgainAfter);
            return;
        }
        if (seen.Look.Order is LookOrder.Completed)
        {
            OnResultSeen(seen);
            return;
        }
        _inputs.Forget(seen);
        var decision = _state!.OnSeen(seen.Look, _inputs.IsOpen, Now);
        if (decision.RestoresSpecification)
            _outbox.EnqueueSpecification(_state!);
        switch (decision.Gate)
        {
            case GateChange.Open:
                _inputs.Open();
                break;
            case GateChange.LookAgain:
                _inputs.StayClosed(seen.Look.Trouble!);
                TellPlacement();
                Timers.StartSingleTimer(LookTimer, new RunMessages.LookAgain(), InputGate.LookAgainAfter);
                break;
            case GateChange.None:
                break;
        }
        PersistAndApply(decision.Events, () =>
        {
            if (decision.Answer is { } answer)
                seen.Asker.Tell(answer);
            if (decision.RestoresCopies)
                _outbox.Enqueue(_state!);
            Advance();
        });
    }

    /// <summary>Who asked hears of it once it is in the journal, or refused: a node then forgets the end of its attempt.</summary>
    private void PersistAndReply(Decision decision, IActorRef asker) => PersistAndApply(decision.Events, () => asker.Tell(decision.Answer));
}
