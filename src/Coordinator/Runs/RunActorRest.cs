using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// A run that has ended rests: after a silence its state is written as a snapshot, and its actor stops. Whoever asks for it wakes it
/// (<see cref="AwakeRuns"/>), and it is made from the snapshot and what happened since.
/// </summary>
internal sealed partial class RunActor
{
    private const string TickTimer = "tick", LookTimer = "look";

    /// <summary>The last event that the newest snapshot contains; 0: there is none.</summary>
    private long _snapshotAt;

    /// <summary>One is being written.</summary>
    private bool _isSaving;

    private void ReceiveRest()
    {
        Recover<SnapshotOffer>(OnSnapshot);
        Recover<RunEvents.Submitted>(Apply);
        Recover<RunEvents.IRunEvent>(Apply);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<ReceiveTimeout>(_ => BeginRest());
        Command<SaveSnapshotSuccess>(saved => OnSaved(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(failed =>
        {
            _isSaving = false;
            Context.GetLogger().Warning(
                "The snapshot of run {Run} cannot be written ({Reason}); the run is read from its events until that succeeds", _id, failed.Cause.Message);
            AskToRest();
        });
        Command<DeleteSnapshotsSuccess>(_ => AskToRest());
        Command<DeleteSnapshotsFailure>(_ => AskToRest()); // An older one costs a little space: the newest counts.
        Command<RunMessages.Rest>(_ =>
        {
            if (CanRest)
                Context.Stop(Self);
            else
                Context.Parent.Tell(new RunMessages.StaysAwake(_id));
        });
    }

    /// <summary>Nobody waits for anything that only this life of the actor could tell or write.</summary>
    private bool CanRest => _state is null || (!IsOpen && !_inputs.IsLooking && !_verifier.IsLooking && _outbox.Flush(Self));

    private void AwaitSilence() => Context.SetReceiveTimeout(_restAfter);

    private void OnSnapshot(SnapshotOffer offer)
    {
        var snapshot = (RunSnapshot)offer.Snapshot;
        _snapshotAt = offer.Metadata.SequenceNr;
        _specification = RunYaml.ParseAccepted(snapshot.Specification, "run.yaml", _folder.Root);
        _state = RunSnapshots.From(snapshot);
        _progress.Recall(snapshot.Warnings);
        _telemetry.Recall(snapshot.Trace);
    }

    /// <summary>What cannot rest yet is asked again after the next silence.</summary>
    private void BeginRest()
    {
        if (_isSaving || !CanRest)
            return;
        _isSaving = _state is not null && LastSequenceNr > _snapshotAt;
        if (_isSaving)
            SaveSnapshot(_state!.ToSnapshot(_telemetry.Trace, _progress.Warnings));
        else
            AskToRest();
    }

    private void OnSaved(long at)
    {
        var hasOlder = _snapshotAt > 0;
        (_snapshotAt, _isSaving) = (at, false);
        if (hasOlder)
            DeleteSnapshots(new SnapshotSelectionCriteria(at - 1));
        else
            AskToRest();
    }

    private void AskToRest()
    {
        if (CanRest)
            Context.Parent.Tell(new RunMessages.Passivate(_id));
    }

    /// <summary>The index has it as ended, and its own journal has nothing of it: somebody took a part of the journal away.</summary>
    private void BecomeUnreadable()
    {
        Context.GetLogger().Error("The journal has no events of run {Run}, which is in the list of runs; restore the journal from a backup", _id);
        AwaitSilence();
        Become(() =>
        {
            Command<ReceiveTimeout>(_ => BeginRest());
            Command<RunMessages.Rest>(_ => Context.Stop(Self));
            CommandAny(_ => Sender.Tell(new RunProtocol.Refused(
                $"The journal has no events of run {_id}, which is in the list of runs: a part of the journal is gone. "
                + $"Restore it from a backup; what was computed is in {_folder.Root}.")));
        });
    }

    /// <summary>Who hears that it is completed finds everything in its folder, and nothing else.</summary>
    private void Complete()
    {
        if (_outbox.IsSwept)
        {
            PersistAndApply([new RunEvents.Completed(Now)]);
            return;
        }
        _outbox.OweSweep();
        _outbox.Flush(Self);
    }

    private void OnClosed()
    {
        _attempts.CancelAll(_state!);
        // Not a look at a result: whoever asked for it still waits.
        Timers.Cancel(TickTimer);
        Timers.Cancel(LookTimer);
        _placement.Tell(new PlacementActor.RunClosed(_state!.Id));
        Context.Parent.Tell(Standing);
        if (_state is { FailureKind: FailureKind.BadInput, HadCohort: false })
            _outbox.RemoveRefused(Self);
        Context.Parent.Tell(RunMessages.Closed.Of(_state));
        AwaitSilence();
    }

    private void OnReopened()
    {
        Context.SetReceiveTimeout(null);
        Context.Parent.Tell(new RunMessages.Reopened(_id));
    }
}
