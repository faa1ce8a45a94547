using Akka.Actor;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Has removed what a deleted run has on disk, as often as it takes, after all that was still to be written for it: the prepared volumes that no other run
/// names, then its folder, which says which they are.
/// </summary>
internal sealed class RunRemoval(RunFolder folder, DiskSession disk)
{
    /// <summary>Worker → coordinator: the folder holds this, and is being removed.</summary>
    public sealed record Counted(RunId Run, int Files, long Bytes) : INoSerializationVerificationNeeded;

    /// <summary>Worker → coordinator: the folder is gone.</summary>
    public sealed record Done(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>Worker → coordinator: it is not.</summary>
    public sealed record Failed(RunId Run, string Trouble) : INoSerializationVerificationNeeded;

    /// <summary>The coordinator to itself.</summary>
    public sealed record TryAgain(RunId Run) : INoSerializationVerificationNeeded;

    public static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private RunProtocol.Deletion _now = new(folder.Run, false, 0, 0, null);

    /// <summary>How far it is.</summary>
    public RunProtocol.Deletion Now => disk.Stall is { } stall && _now.Trouble is null ? _now with { Trouble = stall.ToString() } : _now;

    /// <summary>Files and bytes.</summary>
    public static (int Files, long Bytes) Measure(IEnumerable<StoreEntry> entries)
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in entries)
            (files, bytes) = (files + 1, bytes + file.Bytes);
        return (files, bytes);
    }

    /// <param name="coordinator">Hears of <see cref="Counted"/>, and of <see cref="Done"/> or <see cref="Failed"/>.</param>
    /// <param name="going">All runs that are being deleted.</param>
    public void Begin(IActorRef coordinator, IReadOnlySet<RunId> going) => disk.Do(DiskLane.Long, folder.Run.Value, coordinator,
        store =>
        {
            if (store.WhyAway() is { } away)
                throw new WorkspaceAwayException(away);
            var volumes = RunVolumes.OnlyOf(store, folder, going);
            var (files, bytes) = Measure(store.List(NameOf(folder)).Concat(volumes));
            coordinator.Tell(new Counted(folder.Run, files, bytes), ActorRefs.NoSender);
            foreach (var volume in volumes)
                store.Delete(volume.Name);
            store.Delete(NameOf(folder));
            return new Done(folder.Run);
        },
        trouble => new Failed(folder.Run,
            $"{folder.Root} cannot be removed ({trouble.Message}); this is tried again every {TryAgainAfter.TotalSeconds:0} s"));

    public void Note(Counted counted) => _now = _now with { Files = _now.Files + counted.Files, Bytes = _now.Bytes + counted.Bytes };

    public void Note(Failed failed) => _now = _now with { Trouble = failed.Trouble };

    public static StoreName NameOf(RunFolder folder) => StoreName.In(folder.Workspace, folder.Root);
}
