using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Cohort;

/// <param name="Path">Relative to the folder of the scans, with forward slashes.</param>
/// <param name="Place">The patient's row, for messages: a file's name often tells who the patient is.</param>
internal sealed record ScanFile(string PatientId, string Path, string Place);

/// <summary>Which scan is whose.</summary>
/// <param name="Scans">In ordinal order of patient and path.</param>
/// <param name="WithoutClinicalRow">Files that fit the pattern and belong to no patient of the table: excluded, and counted.</param>
internal sealed record ScanFiles(ImmutableArray<ScanFile> Scans, ImmutableArray<string> WithoutClinicalRow)
{
    /// <exception cref="DataRootException">The folder, or one in it, leads out of the data roots.</exception>
    public static ScanFiles Find(CohortTable cohort, MriFilesOptions options, ReadPermit? given = null)
    {
        var permit = given ?? ReadPermit.Free;
        permit.Require(options.Folder);
        if (!Directory.Exists(options.Folder))
            throw new RefusedInputException($"{options.Folder}: cohort.mri.folder is {(File.Exists(options.Folder) ? "a file, not a folder" : "not there")}.{NearestFile.Hint(options.Folder)} Paths count from the folder of the YAML file.");
        var found = options.IdFrom is { } column ? ByColumn(cohort, options.Folder, column, permit) : ByPattern(cohort, options, permit);
        return found with { Scans = [.. found.Scans.OrderBy(scan => scan.PatientId, StringComparer.Ordinal).ThenBy(scan => scan.Path, StringComparer.Ordinal)] };
    }

    private static ScanFiles ByPattern(CohortTable cohort, MriFilesOptions options, ReadPermit permit)
    {
        var pattern = new ScanPattern(options.Pattern);
        var names = Names(options.Folder, pattern.LooksIntoFolders, permit);
        var ids = cohort.Ids.ToHashSet(StringComparer.Ordinal);
        var owners = names.Select(name => (name, owner: pattern.Owner(name, ids))).ToList();
        var places = Enumerable.Range(0, cohort.Ids.Length).ToDictionary(patient => cohort.Ids[patient], cohort.Place, StringComparer.Ordinal);
        var scans = owners.Where(pair => pair.owner is not null).Select(pair => new ScanFile(pair.owner!, pair.name, places[pair.owner!])).ToImmutableArray();
        if (!scans.IsEmpty) return new ScanFiles(scans, [.. owners.Where(pair => pair.owner is null && pattern.FitsAnybody(pair.name)).Select(pair => pair.name)]);
        var there = names.Count == 0
            ? "There is no .nii, .nii.gz or .hdr file in it."
            : $"Files there have names of the form {CellText.FormsOf(names)}, patients ids of the form {CellText.FormsOf(cohort.Ids)}, with x for a letter and 9 for a digit.";
        var alike = names.Count(name => pattern.FitsButForCase(name, cohort.Ids));
        if (alike > 0)
            there += string.Create(CultureInfo.InvariantCulture, $" Upper and lower case aside {alike} of them would fit: write ids, names and pattern alike.");
        throw new RefusedInputException(
            $"{options.Folder}: no file fits cohort.mri.pattern \"{options.Pattern}\" for any of the {cohort.Ids.Length.ToString(CultureInfo.InvariantCulture)} patients. {there} Correct the pattern, or name the files in a column and set cohort.mri.idFrom.");
    }

    private static ScanFiles ByColumn(CohortTable cohort, string folder, string name, ReadPermit permit)
    {
        var table = cohort.Table;
        var column = table.ColumnOf(name, "cohort.mri.idFrom");
        var ownerRow = new Dictionary<string, int>(StringComparer.Ordinal);
        var scans = ImmutableArray.CreateBuilder<ScanFile>();
        for (var patient = 0; patient < cohort.Ids.Length; patient++)
        {
            var row = cohort.SourceRow[patient];
            var cell = table.Rows[row][column];
            if (MissingValue.Is(cell)) continue; // a patient without MRI
            var full = Path.GetFullPath(cell, folder);
            var relative = Path.GetRelativePath(folder, full).Replace('\\', '/');
            if (Path.IsPathRooted(cell) || relative.StartsWith("../", StringComparison.Ordinal))
                throw table.RefuseUnseen(row, column, "leads out of cohort.mri.folder. Write the path relative to that folder");
            new ScanCalled($"the scan of {cohort.Place(patient)}", full).Require(permit);
            if (!File.Exists(full)) throw table.RefuseUnseen(row, column, $"is not a file in {folder}{(NearestFile.Hint(full).Length > 0 ? ", where one is named so but for upper and lower case" : "")}. Correct the path, or leave the cell blank for a patient without MRI");
            if (!ownerRow.TryAdd(relative, row))
                throw table.RefuseUnseen(row, column, string.Create(CultureInfo.InvariantCulture, $"is already the scan of row {ownerRow[relative] + 1}. One scan cannot be two patients'"));
            scans.Add(new ScanFile(cohort.Ids[patient], relative, cohort.Place(patient)));
        }
        if (scans.Count == 0) throw new TableException(table.Path, $"column '{name}' of cohort.mri.idFrom is blank in every row, so there is no scan.");
        var others = Names(folder, inFolders: true, permit).Where(file => !ownerRow.ContainsKey(file)).ToImmutableArray();
        return new ScanFiles(scans.ToImmutable(), others);
    }

    /// <summary>Of files in a subfolder that leads out not even the names are told.</summary>
    internal static List<string> Names(string folder, bool inFolders, ReadPermit permit)
    {
        try
        {
            List<string> names = [.. Directory.EnumerateFiles(folder, "*", inFolders ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Where(IsScan).Order(StringComparer.Ordinal)];
            foreach (var inside in names.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal))
                RequireFolder(permit, folder, inside!);
            return names;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new RefusedInputException($"{folder}: cohort.mri.folder cannot be listed: {error.Message}", error);
        }
    }

    /// <summary>Folders are often named after patients too.</summary>
    private static void RequireFolder(ReadPermit permit, string folder, string inside)
    {
        var path = Path.Combine(folder, inside);
        try
        {
            permit.Require(path);
        }
        catch (DataRootException refused) when (inside.Length > 0)
        {
            throw new DataRootException(refused.WithoutTarget.Replace(path, $"a folder in {folder}", StringComparison.Ordinal));
        }
    }

    /// <summary>An .img belongs to its .hdr and is not listed; names that begin with a dot are a file system's own.</summary>
    private static bool IsScan(string path) =>
        !Path.GetFileName(path).StartsWith('.') && (path.EndsWith(".nii", StringComparison.Ordinal)
            || path.EndsWith(".nii.gz", StringComparison.Ordinal) || path.EndsWith(".hdr", StringComparison.Ordinal));
}
