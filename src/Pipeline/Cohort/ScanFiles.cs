using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <param name="Path">Relative to the folder of the scans, with forward slashes.</param>
/// <param name="Place">The patient's row, for messages: a file's name often tells who the patient is.</param>
internal sealed record ScanFile(string PatientId, string Path, string Place);

/// <summary>Which scan is whose.</summary>
/// <param name="Scans">In ordinal order of patient and path.</param>
/// <param name="Excluded">Whatever else lies in the folder, with why it is left out.</param>
/// <param name="Warnings">What a person should know of the files that are read.</param>
internal sealed record ScanFiles(ImmutableArray<ScanFile> Scans, ImmutableArray<Exclusion> Excluded, ImmutableArray<string> Warnings)
{
    /// <param name="rules">Of the run (<see cref="RunRules"/>).</param>
    /// <exception cref="RefusedInputException">There is no such folder, no scan for anybody, or one for two.</exception>
    /// <exception cref="DataRootException">The folder, or one in it, leads out of the data roots.</exception>
    public static ScanFiles Find(CohortTable cohort, MriFilesOptions options, int rules, ReadPermit? given = null)
    {
        var permit = given ?? ReadPermit.Free;
        permit.Require(options.Folder);
        if (!Directory.Exists(options.Folder))
            throw new RefusedInputException(
                $"{options.Folder}: cohort.mri.folder is {(File.Exists(options.Folder) ? "a file, not a folder" : "not there")}. Paths count from the folder "
                + $"of the YAML file.{MistypedPath.Hint(options.Folder, permit)}");
        var found = options.IdFrom is { } column
            ? ScansByColumn.Find(cohort, options.Folder, column, rules, permit)
            : ScansByPattern.Find(cohort, options, rules, permit);
        return found with
        { Scans = [.. found.Scans.OrderBy(scan => scan.PatientId, StringComparer.Ordinal).ThenBy(scan => scan.Path, StringComparer.Ordinal)] };
    }

    /// <summary>What was found in a folder, with what is to be said of it.</summary>
    /// <param name="others">Exclusions that the way of finding them knows of.</param>
    internal static ScanFiles Of(ImmutableArray<ScanFile> scans, ScanFolder folder, IEnumerable<Exclusion> others)
    {
        var twice = scans.CountBy(scan => (scan.PatientId, ScanEnding.StemOf(scan.Path))).Count(name => name.Value > 1);
        return new ScanFiles(scans, [.. others, .. folder.LeftOut],
        [
            .. Told(twice,
                "scans lie there twice under one name, such as .nii and .nii.gz: both are read, and count as two scans of the patient. Is the one the other "
                + "unpacked? Then delete it."),
            .. Told(folder.VoxelsTwice,
                "pairs have their voxels twice, as .img and .img.gz: those are read that are packed as the header is. Delete the others."),
        ]);
    }

    /// <summary>Two ways to one file, by symbolic links: it is one scan.</summary>
    internal static IEnumerable<Exclusion> SecondWays(IReadOnlyCollection<string> names) =>
        Exclusion.OfScans(names, "names lead to a scan that is read under another one, and are left out: it is taken once");

    private static IEnumerable<string> Told(int count, string what) => count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count} {what}")];
}
