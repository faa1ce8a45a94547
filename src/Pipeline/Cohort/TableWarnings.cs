using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What a person should know of how a table's cells were read, in sentences that name columns and no patient.</summary>
internal static class TableWarnings
{
    /// <summary>In which columns cells were brought into one form (<see cref="CellForm"/>); null: in none.</summary>
    public static string? Reformed(ClinicalTable table)
    {
        var changed = Enumerable.Range(0, table.Reformed.Length).Where(column => table.Reformed[column] > 0).ToList();
        if (changed.Count == 0)
            return null;
        var listed = TableException.Listed(
            changed.Select(column => string.Create(CultureInfo.InvariantCulture, $"'{table.Header[column]}' ({table.Reformed[column]})")), 8);
        return "Cells with invisible characters, no-break spaces or blanks at their ends, or letters written in parts, are read as the text without: "
            + $"{listed}. Spellings that fall together are the same patient, label or level.";
    }

    /// <summary>Identifiers that a person, or a spreadsheet, takes for one: 5 and 05, ax1 and AX1.</summary>
    public static IEnumerable<string> AlikeIds(IEnumerable<string> ids, string column)
    {
        if (column == PatientIds.Row)
            yield break;
        var all = ids.ToList();
        if (Alike(all, id => id.TrimStart('0') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? digits : id) is > 0 and var zeros)
            yield return Told(zeros, "leading zeros, as 5 and 05 do");
        if (Alike(all, id => string.Concat(id.Where(c => c != ' ')).ToLowerInvariant()) is > 0 and var spellings)
            yield return Told(spellings, "case or spaces, as ax1 and AX 1 do");

        string Told(int pairs, string what) => string.Create(CultureInfo.InvariantCulture,
            $"{pairs} {(pairs == 1 ? "patient's id differs" : "patients' ids differ")} from another one of column '{column}' only in {what}. They count as "
            + $"different patients: is it one patient twice?");
    }

    private static int Alike(List<string> ids, Func<string, string> key) => ids.Count - ids.Select(key).Distinct(StringComparer.Ordinal).Count();

    /// <summary>A column of words with a level that other programs write for nothing.</summary>
    public static IEnumerable<string> MissingMarks(ClinicalColumn column) =>
        from mark in column.Kind == ColumnKind.Categorical ? column.Levels.Where(CellNumber.IsMissingMark).Take(1) : []
        select $"Column '{column.Name}' has the level '{mark}', which other programs write for a missing value. If it is none here, all is well; else add "
            + $"'missing: [\"{mark}\"]' under cohort.";

    /// <summary>The specification's choice, so that nobody shows a report about without knowing.</summary>
    public static string? KeptLevels(IEnumerable<ClinicalColumn> columns, IReadOnlyList<double[]> values, int least, int rules)
    {
        if (rules < RunRules.Second || least >= RareLevels.UsualLeast)
            return null;
        var few = columns.Zip(values).Where(column => column.First.Kind == ColumnKind.Categorical
            && RareLevels.Counts(column.First.Levels.Length, column.Second).Any(count => count < RareLevels.UsualLeast))
                .Select(column => $"'{column.First.Name}'")
                .ToImmutableArray();
        return few.IsEmpty ? null
            : $"Levels of fewer than {RareLevels.UsualLeast} patients are kept by name, as cohort.rareLevels says, in {TableException.Listed(few, 8)}: they "
            + "may tell who somebody is, in the report and in an exported model too.";
    }
}
