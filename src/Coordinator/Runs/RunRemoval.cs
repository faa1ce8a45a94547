using Akka.Actor;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Has removed what a deleted run has on disk, as often as it takes, after all that was still to be written for it. Prepared volumes stay: other
/// runs share them.
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

    /// <summary>What a run's folder holds: files and bytes.</summary>
    public static (int Files, long Bytes) Measure(IWorkspaceStore store, RunFolder folder)
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in store.List(NameOf(folder)))
            (files, bytes) = (files + 1, bytes + file.Bytes);
        return (files, bytes);
    }

    /// <param name="coordinator">Hears of <see cref="Counted"/>, and of <see cref="Done"/> or <see cref="Failed"/>.</param>
    public void Begin(IActorRef coordinator) => disk.Do(DiskLane.Long, folder.Run.Value, coordinator,
        store =>
        {
            if (store.WhyAway() is { } away)
                throw new WorkspaceAwayException(away);
            var (files, bytes) = Measure(store, folder);
            coordinator.Tell(new Counted(folder.Run, files, bytes), ActorRefs.NoSender);
            store.Delete(NameOf(folder));
            return new Done(folder.Run);
        },
        trouble => new Failed(folder.Run,
            $"{folder.Root} cannot be removed ({trouble.Message}); this is tried again every {TryAgainAfter.TotalSeconds:0} s"));

    public void Note(Counted counted) => _now = _now with { Files = _now.Files + counted.Files, Bytes = _now.Bytes + counted.Bytes };

    public void Note(Failed failed) => _now = _now with { Trouble = failed.Trouble };

    private static StoreName NameOf(RunFolder folder) => StoreName.In(folder.Workspace, folder.Root);
}
