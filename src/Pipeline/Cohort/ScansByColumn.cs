using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Scans that a column of the clinical table names: <c>cohort.mri.idFrom</c>.</summary>
internal static class ScansByColumn
{
    public static ScanFiles Find(CohortTable cohort, string folder, string name, int rules, ReadPermit permit)
    {
        var table = cohort.Table;
        var column = table.ColumnOf(name, "cohort.mri.idFrom");
        var ownerRow = new Dictionary<string, int>(StringComparer.Ordinal);
        var scans = ImmutableArray.CreateBuilder<ScanFile>();
        for (var patient = 0; patient < cohort.Ids.Length; patient++)
        {
            var row = cohort.SourceRow[patient];
            var cell = table.Rows[row][column];
            if (MissingValue.Is(rules < RunRules.Second ? cell : CellForm.Of(cell))) continue; // a patient without MRI
            // Files are called as they are called; a cell with a no-break space at its end means the file without.
            if (rules >= RunRules.Second && !File.Exists(Path.GetFullPath(cell, folder)))
                cell = CellForm.Of(cell);
            var full = Path.GetFullPath(cell, folder);
            var relative = Relative(folder, full, rules);
            if (Path.IsPathRooted(cell) || relative.StartsWith("../", StringComparison.Ordinal))
                throw table.RefuseUnseen(row, column, "leads out of cohort.mri.folder. Write the path relative to that folder");
            new ScanCalled($"the scan of {cohort.Place(patient)}", full).Require(permit);
            if (!File.Exists(full))
                throw table.RefuseUnseen(row, column,
                    $"is not a file in {folder}.{Meant(folder, full, permit)} Correct the path, or leave the cell blank for a patient without MRI");
            if (!ownerRow.TryAdd(rules < RunRules.Second ? relative : RealPath.Of(full), row))
                throw table.RefuseUnseen(row, column, string.Create(CultureInfo.InvariantCulture,
                    $"is already the scan of row {ownerRow[rules < RunRules.Second ? relative : RealPath.Of(full)] + 1}. One scan cannot be two patients'"));
            scans.Add(new ScanFile(cohort.Ids[patient], relative, cohort.Place(patient)));
        }
        if (scans.Count == 0) throw new TableException(table.Path, $"column '{name}' of cohort.mri.idFrom is blank in every row, so there is no scan.");
        var there = ScanFolder.Look(folder, inFolders: true, intoHidden: false, rules, permit);
        return ScanFiles.Of(scans.ToImmutable(), there, Exclusion.OfScans(
            [.. there.Scans.Where(file => !ownerRow.ContainsKey(rules < RunRules.Second ? file.Name : file.Real))
                .DistinctBy(file => file.Real)
                .Select(file => file.Name)],
            "scans belong to no row of the clinical table and are left out"));
    }

    /// <summary>By the first rules a backslash is a slash, which on Linux it is not.</summary>
    private static string Relative(string folder, string full, int rules) =>
        Path.GetRelativePath(folder, full).Replace(rules < RunRules.Second ? '\\' : Path.DirectorySeparatorChar, '/');

    /// <summary>What the cell may have meant, without the name: it often tells who the patient is.</summary>
    private static string Meant(string folder, string full, ReadPermit permit) => MistypedPath.Of(full, permit) is not { } meant ? ""
        : full.Contains('\\', StringComparison.Ordinal)
            && !meant.Contains('\\', StringComparison.Ordinal) ? " With / in place of the backslash it is one: did you mean that?"
        : " A file there differs from it in upper and lower case only: did you mean that? Its name has the form "
        + $"'{CellText.FormOf(Path.GetRelativePath(folder, meant))}'.";
}
