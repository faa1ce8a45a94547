using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Who is a case: a column of 0 and 1, or a column and the values that count as positive.</summary>
internal static class LabelColumn
{
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
                $"column '{label.Column}' makes all {isCase.Length} patients {(isCase[0] ? "cases" : "controls")}. Learning needs both: check the column and cohort.label.positive."));
        return isCase;
    }

    private static ImmutableArray<bool> ZeroOrOne(ClinicalTable table, int column)
    {
        var isCase = ImmutableArray.CreateBuilder<bool>(table.Rows.Length);
        for (var row = 0; row < table.Rows.Length; row++)
            isCase.Add(ColumnTyping.TryNumber(table.Rows[row][column], out var value) && value is 0 or 1
                ? value == 1
                : throw table.Refuse(row, column,
                    $"is not 0 or 1. Say which values count as a case, for example 'label: {{ column: {table.Header[column]}, positive: [{(CellText.IsHarmless(table, table.Rows[row][column], column) ? TableException.Shortened(table.Rows[row][column]) : "VALUE")}] }}'. Values in the column: {CellText.Values(table, column)}"));
        return isCase.ToImmutable();
    }

    private static ImmutableArray<bool> OneOf(ClinicalTable table, int column, LabelOptions label)
    {
        var values = table.Rows.Select(row => row[column]).ToHashSet(StringComparer.Ordinal);
        foreach (var positive in label.Positive)
            if (!values.Contains(positive))
                throw new TableException(table.Path,
                    $"'{positive}' of cohort.label.positive never occurs in column '{label.Column}'.{NearestName.Hint(positive, CellText.Answers(table, column))} Values in the column: {CellText.Values(table, column)}.");
        return [.. table.Rows.Select(row => label.Positive.Contains(row[column]))];
    }
}
