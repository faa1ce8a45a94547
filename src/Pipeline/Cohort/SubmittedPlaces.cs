using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// A first look at where the files of a specification lie, by a machine that may see them or not. Whoever reads them looks again at each.
/// </summary>
public static class SubmittedPlaces
{
    /// <summary>A folder with very many scans, or on a slow share, is left to whoever reads it: somebody waits for the answer.</summary>
    private static readonly TimeSpan LooksFor = TimeSpan.FromSeconds(3);

    /// <param name="clock">Null: the system's.</param>
    /// <returns>The first file or folder that leads out of the data roots, with the rule and what to do; null: there is none, as far as can be seen from
    /// here.</returns>
    public static string? Refusal(RunSpecification specification, DataRoots roots, TimeProvider? clock = null)
    {
        try
        {
            InputPlaces.Require(specification, JobKind.PrepareCohort, roots);
            if (specification.Cohort.Mri is { IdFrom: null } scans && Directory.Exists(scans.Folder))
                RequireScans(scans, specification.Rules, roots.For(InputPlaces.ScansKey), clock ?? TimeProvider.System);
            return null;
        }
        catch (DataRootException refused)
        {
            return refused.Message;
        }
        catch (Exception unreadable) when (unreadable is RefusedInputException or IOException or UnauthorizedAccessException)
        {
            return null; // what cannot be read here may be read elsewhere
        }
    }

    private static void RequireScans(MriFilesOptions scans, int rules, ReadPermit permit, TimeProvider clock)
    {
        var began = clock.GetTimestamp();
        var pattern = new ScanPattern(scans.Pattern, rules);
        // By the newest rules whatever those of the run are: links that lead in circles are not followed while somebody waits.
        var folder = ScanFolder.Look(scans.Folder, pattern.LooksIntoFolders, pattern.LooksIntoHidden, RunRules.Newest, permit);
        foreach (var name in folder.Scans.Select(scan => scan.Name).Where(pattern.FitsAnybody))
        {
            if (clock.GetElapsedTime(began) > LooksFor)
                return;
            new ScanCalled($"a scan with a name of the form '{CellText.FormOf(Path.GetFileName(name))}'", Path.Combine(scans.Folder, name)).Require(permit);
        }
    }
}
