using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What lies in the folder of the scans: the scans, and whatever else there is, so that nothing is left out unsaid.</summary>
/// <param name="Scans">Headers of pairs stand for their pair.</param>
/// <param name="LeftOut">What is no scan, or not looked at, whatever the pattern says.</param>
internal sealed record ScanFolder(ImmutableArray<FoundFile> Scans, ImmutableArray<Exclusion> LeftOut)
{
    /// <summary>Scanners write DICOM without an ending; the first files tell.</summary>
    private const int LookedInto = 3;

    /// <summary>Pairs whose voxels lie there twice, packed and not.</summary>
    public int VoxelsTwice { get; private init; }

    /// <param name="inFolders">Look into subfolders, too.</param>
    /// <param name="intoHidden">Also into those whose names begin with a dot.</param>
    /// <param name="rules">Of the run; under the first, a folder is looked into as often as links lead to it, and the case of an ending counts.</param>
    /// <exception cref="DataRootException">The folder, or one in it, leads out of the data roots.</exception>
    public static ScanFolder Look(string folder, bool inFolders, bool intoHidden, int rules, ReadPermit permit)
    {
        try
        {
            return rules < RunRules.Second ? AsBefore(folder, inFolders, permit) : Look(folder, inFolders, intoHidden, permit);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new RefusedInputException($"{folder}: cohort.mri.folder cannot be listed: {error.Message}", error);
        }
    }

    private static ScanFolder Look(string folder, bool inFolders, bool intoHidden, ReadPermit permit)
    {
        var walk = FolderWalk.Through(folder, inFolders, intoHidden, link => RequireFolder(permit, folder, link));
        var found = Sorted(walk.Files, name => ScanEnding.IsScan(name) && !ScanEnding.IsVoxels(name), permit);
        return found with
        {
            LeftOut =
            [
                .. found.LeftOut,
                .. Counted(walk.NotEntered, "folders are not looked into, for cohort.mri.pattern has no slash",
                    "with one, as in \"*/{patient_id}*.nii*\", they are"),
                .. Counted(walk.Hidden, "folders whose names begin with a dot are not looked into", "they are a file system's own"),
                .. Counted(walk.LeadingBack, "symbolic links lead to folders that are looked into anyway, and are not followed", "each scan is taken once"),
            ],
        };
    }

    /// <summary>Of files in a subfolder that leads out not even the names are told.</summary>
    private static ScanFolder AsBefore(string folder, bool inFolders, ReadPermit permit)
    {
        List<FoundFile> files = [.. Directory.EnumerateFiles(folder, "*", inFolders ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Select(path => new FoundFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), path)).OrderBy(file => file.Name, StringComparer.Ordinal)];
        foreach (var inside in files.Where(file => WasScan(file.Name)).Select(file => Path.GetDirectoryName(file.Name)!).Distinct(StringComparer.Ordinal))
            RequireFolder(permit, folder, Path.Combine(folder, inside));
        return Sorted(files, WasScan, permit);

        static bool WasScan(string name) => !Path.GetFileName(name).StartsWith('.') && ScanEnding.Of(name) is ".nii" or ".nii.gz" or ".hdr";
    }

    private static ScanFolder Sorted(IEnumerable<FoundFile> files, Func<string, bool> isScan, ReadPermit permit)
    {
        var (scans, others) = (ImmutableArray.CreateBuilder<FoundFile>(), new List<FoundFile>());
        var (hidden, otherEndings, halves) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var file in files)
        {
            if (Path.GetFileName(file.Name).StartsWith('.')) hidden.Add(file.Name);
            else if (isScan(file.Name)) scans.Add(file);
            else if (ScanEnding.IsVoxels(file.Name)) halves.Add(file.Name);
            else if (ScanEnding.IsScan(file.Name)) otherEndings.Add(file.Name);
            else others.Add(file);
        }
        var headers = scans.Select(scan => scan.Name).Concat(otherEndings).Where(ScanEnding.IsHeader).Select(ScanEnding.StemOf)
            .ToHashSet(StringComparer.Ordinal);
        var alone = halves.Where(half => !headers.Contains(ScanEnding.StemOf(half))).ToList();
        var isDicom = others.Any(file => DicomFile.IsNamed(file.Name))
            || scans.Count == 0 && others.Take(LookedInto).Any(file => DicomFile.IsOne(file.Real, permit));
        return new ScanFolder(scans.ToImmutable(),
        [
            .. Exclusion.OfScans(otherEndings, "scans are left out, for the first rules (rules: 1) read .nii, .nii.gz and .hdr in small letters only"),
            .. Exclusion.OfScans(alone, "files with voxels (.img) are left out, for they have no header (.hdr) beside them"),
            .. Counted(others.Count, "files are no scans by their endings and are left out",
                EndingsOf([.. others.Select(file => file.Name)]) + (isDicom ? $". {DicomFile.Advice}" : "")),
            .. Exclusion.OfScans(hidden, "files whose names begin with a dot are left out"),
        ])
        {
            VoxelsTwice = halves.CountBy(ScanEnding.StemOf, StringComparer.Ordinal).Count(pair => pair.Value > 1),
        };
    }

    private static IEnumerable<Exclusion> Counted(int count, string reason, string which) => count == 0 ? [] : [new Exclusion(reason, count, which)];

    /// <summary>Short endings of letters tell nothing about a patient; the form of any other is shown.</summary>
    private static string EndingsOf(List<string> names)
    {
        const int most = 3, longest = 4;
        static string Shown(string name) => Path.GetExtension(name) switch
        {
            { Length: > 1 and <= longest + 1 } ending when !ending.AsSpan(1).ContainsAnyExceptInRange('a', 'z') => ending,
            { Length: > 0 } ending => CellText.FormOf(ending),
            _ => CellText.FormOf(Path.GetFileName(name)),
        };
        var endings = names.CountBy(Shown)
            .OrderByDescending(ending => ending.Value).ThenBy(ending => ending.Key, StringComparer.Ordinal).ToList();
        return string.Join(", ", endings.Take(most).Select(ending => string.Create(CultureInfo.InvariantCulture, $"'{ending.Key}' ({ending.Value})")))
            + (endings.Count > most ? " and others" : "");
    }

    /// <summary>Folders are often named after patients too.</summary>
    private static void RequireFolder(ReadPermit permit, string folder, string path)
    {
        try
        {
            permit.Require(path);
        }
        catch (DataRootException refused) when (Path.TrimEndingDirectorySeparator(path) != Path.TrimEndingDirectorySeparator(folder))
        {
            throw new DataRootException(refused.WithoutTarget.Replace(path, $"a folder in {folder}", StringComparison.Ordinal));
        }
    }
}
