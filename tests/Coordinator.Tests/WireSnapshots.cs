using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using AxSpa.Hosting.Wire;

namespace AxSpa.Coordinator.Tests;

/// <summary>Snapshots in memory, in the wire's form as in a real journal. How many there are can be asked.</summary>
public sealed class WireSnapshots : SnapshotStore
{
    /// <summary>How many there are of a persistent actor, for whoever asks.</summary>
    public sealed record Count(string PersistenceId) : INoSerializationVerificationNeeded;

    private sealed record Saved(SnapshotMetadata Of, string Manifest, byte[] Bytes);

    public const string Configuration = """
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.wire"
        akka.persistence.snapshot-store.wire.class = "AxSpa.Coordinator.Tests.WireSnapshots, AxSpa.Coordinator.Tests"
        """;

    private readonly WireSerializer _serializer = new((ExtendedActorSystem)Context.System);
    private readonly Lock _gate = new();
    private readonly List<Saved> _saved = [];

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _saved.Where(saved => saved.Of.PersistenceId == persistenceId && saved.Of.SequenceNr <= criteria.MaxSequenceNr)
                .MaxBy(saved => saved.Of.SequenceNr);
            return Task.FromResult(found is null ? null : new SelectedSnapshot(found.Of, _serializer.FromBinary(found.Bytes, found.Manifest)));
        }
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        lock (_gate)
            _saved.Add(new Saved(metadata, _serializer.Manifest(snapshot), _serializer.ToBinary(snapshot)));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        DeleteAsync(metadata.PersistenceId, new SnapshotSelectionCriteria(metadata.SequenceNr), cancellationToken);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        lock (_gate)
            _saved.RemoveAll(saved => saved.Of.PersistenceId == persistenceId && saved.Of.SequenceNr <= criteria.MaxSequenceNr);
        return Task.CompletedTask;
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not Count count)
            return base.ReceivePluginInternal(message);
        lock (_gate)
            Sender.Tell(_saved.Count(saved => saved.Of.PersistenceId == count.PersistenceId));
        return true;
    }
}
