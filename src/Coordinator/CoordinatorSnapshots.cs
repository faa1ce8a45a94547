using Akka.Event;
using Akka.Persistence;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>Snapshots: of the index, so that whoever takes over need not replay all that ever happened; and those of runs that go for good.</summary>
public sealed partial class CoordinatorActor
{
    /// <summary>Events between two snapshots: replaying so many takes no time that anybody notices.</summary>
    public const int EventsBetweenSnapshots = 500;

    /// <summary>The last event that the newest snapshot contains, or one that is being written; 0: there is none.</summary>
    private long _snapshotAt;

    private void ReceiveSnapshots()
    {
        Command<SaveSnapshotSuccess>(saved => DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1)));
        Command<SaveSnapshotFailure>(failed => _log.Warning(
            "The snapshot of the list of runs cannot be written ({Reason}); it is tried again {Events} events later, and a take-over reads more until then",
            failed.Cause.Message, EventsBetweenSnapshots));
        // An older one that stays costs a little space: the newest counts.
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(_ => { });
    }

    private void OnSnapshot(SnapshotOffer offer) =>
        (_index, _snapshotAt) = (RunIndex.From((IndexSnapshot)offer.Snapshot), offer.Metadata.SequenceNr);

    private void SaveSnapshotIfDue()
    {
        if (LastSequenceNr - _snapshotAt < EventsBetweenSnapshots)
            return;
        _snapshotAt = LastSequenceNr;
        SaveSnapshot(_index.ToSnapshot());
    }

    /// <summary>Its events go when its folder is gone (<see cref="RunEraser"/>).</summary>
    private void DeleteSnapshotsOf(RunId run) =>
        Persistence.Instance.Apply(Context.System).SnapshotStoreFor(null)
            .Tell(new DeleteSnapshots(RunActor.PersistenceIdOf(run), SnapshotSelectionCriteria.Latest), Self);
}
