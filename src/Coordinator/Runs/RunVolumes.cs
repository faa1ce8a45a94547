using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// The prepared volumes of a run that no other run names. Runs of equal scans share their volumes; which are a run's says the list of scans that its cohort
/// job wrote, at every attempt. Whoever prepares at this moment a scan that goes here finds it gone when it is read, and has it prepared again.
/// </summary>
internal static class RunVolumes
{
    /// <param name="going">Runs that are being deleted, too: what they name keeps nothing.</param>
    /// <returns>Each volume, and the file that describes it.</returns>
    /// <exception cref="IOException">Another run's list cannot be read: nothing is known to be this one's alone.</exception>
    public static ImmutableArray<StoreEntry> OnlyOf(IWorkspaceStore store, RunFolder folder, IReadOnlySet<RunId> going)
    {
        var only = new HashSet<string>(StringComparer.Ordinal);
        only.UnionWith(NamedBy(store, RunRemoval.NameOf(folder)));
        foreach (var other in store.Folders(StoreName.Of(RunFolder.Runs)))
        {
            if (only.Count == 0)
                break;
            if (other.Last != folder.Run.Value && !going.Contains(new RunId(other.Last)))
                only.ExceptWith(NamedBy(store, other));
        }
        return
        [
            .. from volume in only
               from file in new[] { volume, RunFolder.NoteOfVolume(volume) }
               select store.Find(StoreName.Of(file)) into found
               where found is { IsFolder: false }
               select found,
        ];
    }

    private static IEnumerable<string> NamedBy(IWorkspaceStore store, StoreName run)
    {
        foreach (var list in store.List(StoreName.Of($"{run}/cohort")).Where(file => file.Name.Last == PreparedCohort.ScansFile))
        {
            using var lines = new StreamReader(store.Read(list.Name));
            while (lines.ReadLine() is { } line)
                foreach (Match volume in RunFolder.VolumeName().Matches(line))
                    yield return volume.Value;
        }
    }
}
