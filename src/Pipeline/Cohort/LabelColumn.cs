using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Who is a case: a column of 0 and 1, or a column and the values that count as positive.</summary>
internal static class LabelColumn
{
    /// <summary>Words that say that nobody knows: such a patient is neither a case nor a control.</summary>
    private static readonly HashSet<string> UnknownWords = new(StringComparer.Ordinal)
    {
        "unknown", "unk", "unclear", "uncertain", "undetermined", "indeterminate", "undecided", "pending", "missing", "notknown", "notdone", "notassessed",
        "unspecified", "tbd", "open",
        "unbekannt", "unklar", "unsicher", "ausstehend", "fehlt", "keineangabe", "k.a.", "n.a.", "?", "??", ".", "<na>", "possible", "probable", "suspected",
        "verdacht",
    };

    /// <param name="bothClasses">Cases alone, or controls alone, are refused: nothing can be learned from them.</param>
    /// <returns>[row] is the patient a case?</returns>
    /// <exception cref="TableException">A label is missing or unknown, a positive value never occurs, or there is one class only.</exception>
    public static ImmutableArray<bool> Read(ClinicalTable table, LabelOptions label, bool bothClasses = true)
    {
        var column = table.ColumnOf(label.Column, "cohort.label.column");
        for (var row = 0; row < table.Rows.Length; row++)
            if (MissingValue.Is(table.Rows[row][column]))
                throw table.Refuse(row, column, "is no label, and every patient needs one. Fill it in, or take the row out of the file");
        var isCase = label.Positive.IsEmpty ? ZeroOrOne(table, column) : OneOf(table, column, label);
        if (bothClasses && isCase.Distinct().Count() == 1)
            throw new TableException(table.Path, string.Create(CultureInfo.InvariantCulture,
                $"column '{label.Column}' makes all {isCase.Length} patients {(isCase[0] ? "cases" : "controls")}. Learning needs both: check the column "
                + $"and cohort.label.positive."));
        return isCase;
    }

    /// <summary>
    /// Each value of the column with the rows that have it, cases first, then by frequency; of values that fewer than five rows have how many there are. Empty:
    /// the column holds 0 and 1.
    /// </summary>
    public static ImmutableArray<LabelCount> Counts(ClinicalTable table, LabelOptions label)
    {
        if (label.Positive.IsEmpty)
            return [];
        var (column, positive) = (table.ColumnOf(label.Column, "cohort.label.column"), Formed(table, label.Positive));
        var counts = table.Rows.CountBy(row => row[column], StringComparer.Ordinal).ToList();
        var answers = counts.Where(value => value.Value >= RareLevels.UsualLeast).Select(value => value.Key).Concat(positive).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. counts.Where(value => answers.Contains(value.Key)).Select(value => new LabelCount(value.Key, positive.Contains(value.Key), value.Value))
                .OrderByDescending(count => count.IsCase).ThenByDescending(count => count.Rows).ThenBy(count => count.Value, StringComparer.Ordinal),
            .. counts.Where(value => !answers.Contains(value.Key)).ToList() is { Count: > 0 } few
                ? [new LabelCount(few.Count == 1 ? "another value" : string.Create(CultureInfo.InvariantCulture, $"{few.Count} other values"), false,
                    few.Sum(value => value.Value))]
                : (LabelCount[])[],
        ];
    }

    /// <summary>
    /// Which controls there are, where more than one value makes somebody a control and nobody has listed them; null: nothing needs to be said.
    /// </summary>
    public static string? Told(ImmutableArray<LabelCount> counts, LabelOptions label) =>
        label.Negative.IsEmpty && counts.Where(count => !count.IsCase).ToList() is { Count: > 1 } controls
            ? $"Controls are all whose '{label.Column}' is not among the positive values: "
            + $"{TableException.Listed(controls.Select(count => string.Create(CultureInfo.InvariantCulture, $"'{count.Value}' ({count.Rows})")), 12)}."
            : null;

    private static ImmutableArray<bool> ZeroOrOne(ClinicalTable table, int column)
    {
        var isCase = ImmutableArray.CreateBuilder<bool>(table.Rows.Length);
        for (var row = 0; row < table.Rows.Length; row++)
            isCase.Add(table.TryExactNumber(table.Rows[row][column], out var value) && value is 0 or 1
                ? value == 1
                : throw table.Refuse(row, column,
                    $"is not 0 or 1. Say which values count as a case, for example 'label: {{ column: {table.Header[column]}, positive: "
                    + $"[{(CellText.IsHarmless(table, table.Rows[row][column], column) ? TableException.Shortened(table.Rows[row][column]) : "VALUE")}] }}'. "
                    + $"Values in the column: {CellText.Values(table, column)}"));
        return isCase.ToImmutable();
    }

    private static ImmutableArray<bool> OneOf(ClinicalTable table, int column, LabelOptions label)
    {
        var (positive, negative) = (Formed(table, label.Positive), Formed(table, label.Negative));
        var values = table.Rows.Select(row => row[column]).ToHashSet(StringComparer.Ordinal);
        foreach (var wanted in positive)
            if (!values.Contains(wanted))
                throw new TableException(table.Path,
                    $"'{wanted}' of cohort.label.positive never occurs in column "
                    + $"'{label.Column}'.{NearestName.Hint(wanted, CellText.Answers(table, column))} Values in the column: {CellText.Values(table, column)}.");
        if (table.Rules >= RunRules.Second || !negative.IsEmpty) // a key that the first rules did not have
            RefuseDoubtful(table, [.. Enumerable.Range(0, table.Rows.Length)], column, positive, negative, "cohort.label.positive", "cohort.label.negative");
        return [.. table.Rows.Select(row => positive.Contains(row[column]))];
    }

    /// <summary>A control is who is known to be none of the cases, not who is written in another way, or of whom nobody knows.</summary>
    /// <param name="rows">That are asked about.</param>
    /// <param name="positiveKey">Where the positive values are given.</param>
    /// <param name="negativeKey">Where those of the controls could be; null: nowhere.</param>
    public static void RefuseDoubtful(
        ClinicalTable table, IReadOnlyList<int> rows, int column, ImmutableArray<string> positive, ImmutableArray<string> negative, string positiveKey,
        string? negativeKey)
    {
        var spellings = positive.ToLookup(TextKey.Of, StringComparer.Ordinal);
        var counts = rows.CountBy(row => table.Rows[row][column], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var cell = table.Rows[row][column];
            if (positive.Contains(cell) || negative.Contains(cell))
                continue;
            var many = string.Create(CultureInfo.InvariantCulture, $"({counts[cell]} {(counts[cell] == 1 ? "row has" : "rows have")} it)");
            if (!negative.IsEmpty)
                throw table.Refuse(row, column,
                    $"is neither among cohort.label.positive nor cohort.label.negative {many}. List it in one of them, or take the row out of the file");
            if (spellings[TextKey.Of(cell)].FirstOrDefault() is { } meant)
                throw table.Refuse(row, column,
                    $"differs from the positive value '{TableException.Shortened(meant)}' only in case or space {many}. Correct the cells, or give it with "
                    + $"{positiveKey} too{(negativeKey is null ? "" : $"; if it means something else, list every value of the controls under {negativeKey}")}");
            if (UnknownWords.Contains(TextKey.Of(cell)))
                throw table.Refuse(row, column,
                    $"reads as if nobody knew, and who is not positive counts as a control {many}. Take the row out of the "
                    + $"file{(negativeKey is null ? "" : $", or list it, with every other value of the controls, under {negativeKey}")}");
        }
    }

    private static ImmutableArray<string> Formed(ClinicalTable table, ImmutableArray<string> values) =>
        table.Rules >= RunRules.Second ? [.. values.Select(CellForm.Of)] : values;
}

/// <param name="Rows">How many have the value.</param>
public sealed record LabelCount(string Value, bool IsCase, int Rows);
