using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Scans whose names say whose they are: <c>cohort.mri.pattern</c>.</summary>
internal static class ScansByPattern
{
    private const string OrColumn = "or name the files in a column and set cohort.mri.idFrom";

    /// <summary>A file with all names that lead to it.</summary>
    /// <param name="Owners">The patients whom the names fit.</param>
    /// <param name="Fitting">Names that fit somebody, the file's own first.</param>
    private sealed record Candidate(ImmutableArray<string> Owners, ImmutableArray<string> Fitting, ImmutableArray<string> Names);

    public static ScanFiles Find(CohortTable cohort, MriFilesOptions options, int rules, ReadPermit permit)
    {
        var (pattern, patients) = (new ScanPattern(options.Pattern, rules), new PatientNames(cohort.Ids, rules));
        var folder = ScanFolder.Look(options.Folder, pattern.LooksIntoFolders, pattern.LooksIntoHidden, rules, permit);
        var candidates = Candidates(folder, name => pattern.Owners(name, patients), rules);
        var places = Enumerable.Range(0, cohort.Ids.Length).ToDictionary(patient => cohort.Ids[patient], cohort.Place, StringComparer.Ordinal);
        RefuseAmbiguous(options, candidates, places);

        var scans = candidates.Where(one => one.Owners.Length == 1)
            .Select(one => new ScanFile(one.Owners[0], one.Fitting[0], places[one.Owners[0]])).ToImmutableArray();
        if (scans.IsEmpty)
            throw NoneFits(cohort, options, folder, inOtherCase: folder.Scans.Count(scan => pattern.FitsInOtherCase(scan.Name, patients)));
        var nobodys = candidates.Where(one => one.Owners.IsEmpty).Select(one => one.Names[0]).ToLookup(name =>
            pattern.FitsInOtherCase(name, patients) ? NotRead.OtherCase : pattern.FitsAnybody(name) ? NotRead.Nobodys : NotRead.NotFitting);
        return ScanFiles.Of(scans, folder,
        [
            .. Exclusion.OfScans([.. nobodys[NotRead.Nobodys]], "scans belong to no row of the clinical table and are left out"),
            .. Exclusion.OfScans([.. nobodys[NotRead.OtherCase]],
                "scans are left out, for they fit a patient only where upper and lower case are one: did you mean them? Write ids, pattern and names alike"),
            .. Exclusion.OfScans([.. nobodys[NotRead.NotFitting]], "scans do not fit cohort.mri.pattern and are left out"),
            .. ScanFiles.SecondWays([.. candidates.SelectMany(one => one.Fitting.Skip(1))]),
        ]);
    }

    private enum NotRead { Nobodys, OtherCase, NotFitting }

    private static List<Candidate> Candidates(ScanFolder folder, Func<string, ImmutableArray<string>> ownersOf, int rules) =>
        [.. folder.Scans.GroupBy(scan => rules < RunRules.Second ? scan.Name : scan.Real, StringComparer.Ordinal)
            .Select(file =>
            {
                // The file's own name ends as the real one does. A link's may, too; then the order of names decides, which changes only what it is called.
                var ways = file.OrderBy(way => !way.Real.EndsWith(way.Name, StringComparison.Ordinal))
                    .Select(way => (way.Name, Owners: ownersOf(way.Name)))
                    .ToList();
                return new Candidate(
                    [.. ways.SelectMany(way => way.Owners).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    [.. ways.Where(way => !way.Owners.IsEmpty).Select(way => way.Name)], [.. ways.Select(way => way.Name)]);
            })];

    private static void RefuseAmbiguous(MriFilesOptions options, List<Candidate> candidates, Dictionary<string, string> places)
    {
        var ambiguous = candidates.Where(one => one.Owners.Length > 1).ToList();
        if (ambiguous.Count == 0) return;
        var first = ambiguous[0];
        var more = first.Owners.Length > 2 ? string.Create(CultureInfo.InvariantCulture, $" and {first.Owners.Length - 2} more") : "";
        var whom = string.Join(" and ", first.Owners.Take(2).Select(id => places[id])) + more;
        throw new RefusedInputException(first.Fitting.Length > 1
            ? FormattableString.Invariant($"{options.Folder}: {ambiguous.Count} files have names, by symbolic links, that fit different patients. ")
                + $"The first, of the form '{CellText.FormOf(first.Fitting[0])}' and '{CellText.FormOf(first.Fitting[1])}', fits {whom}. "
                + $"One scan cannot be two patients': remove the wrong link, {OrColumn}."
            : FormattableString.Invariant($"{options.Folder}: {ambiguous.Count} files fit more than one patient equally well by cohort.mri.pattern ")
                + $"\"{options.Pattern}\". The first, of the form '{CellText.FormOf(first.Names[0])}', fits {whom}. "
                + $"Write into the pattern what stands before or after the id, as in \"*sub-{{patient_id}}_*.nii*\", {OrColumn}.");
    }

    private static RefusedInputException NoneFits(CohortTable cohort, MriFilesOptions options, ScanFolder folder, int inOtherCase)
    {
        var names = folder.Scans.Select(scan => scan.Name).ToList();
        var there = names.Count == 0
            ? $"There is no {ScanEnding.Known} file in it."
            : $"Files there have names of the form {CellText.FormsOf(names)}, patients ids of the form {CellText.FormsOf(cohort.Ids)}, with x for a "
            + "letter and 9 for a digit.";
        var inCase = inOtherCase == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {inOtherCase} of them fit where upper and lower case are one: did you mean these? Then write ids, pattern and names alike.");
        var slash = options.Pattern.Contains('\\', StringComparison.Ordinal)
            ? " A backslash in the pattern belongs to a file's name; folders are parted by /."
            : "";
        var leftOut = folder.LeftOut.IsEmpty ? "" : $" Left out: {string.Join(" ", folder.LeftOut.Select(exclusion => exclusion.Sentence))}";
        return new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
            $"{options.Folder}: no file fits cohort.mri.pattern \"{options.Pattern}\" for any of the {cohort.Ids.Length} patients. "
            + $"{there}{inCase}{slash}{leftOut} Correct the pattern, {OrColumn}."));
    }
}
