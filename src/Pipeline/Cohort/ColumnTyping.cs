using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// What a column of a clinical table holds: declared, or inferred from its cells by these rules, in this order.
/// Only 0 and 1, or one pair such as Positive/Negative: binary. At least 80 % numbers: numeric, and any text among them is
/// refused; and so is a column that would be numeric if what is meant as a number, or as missing, were written so. A column with more than half
/// as many texts as patients is one of names, dates or free text, and no feature. Otherwise categorical, with at most 50 levels unless declared.
/// </summary>
public static class ColumnTyping
{
    /// <summary>Below it a column with some numbers is one of codes; above it, text among the numbers is a slip of the pen.</summary>
    public const double NumericShare = 0.8;

    /// <summary>One input per level: a column of names would drown every other feature, and carries identities into the model.</summary>
    public const int MostInferredLevels = 50;

    /// <param name="declared">numeric, binary or categorical; null: infer.</param>
    /// <returns>The column's values, NaN where missing; none where nearly each patient has another text; null: no cell holds anything.</returns>
    public static (ClinicalColumn Column, double[] Values)? Read(ClinicalTable table, int column, string? declared)
    {
        var present = Enumerable.Range(0, table.Rows.Length).Where(row => !MissingValue.Is(table.Rows[row][column])).ToList();
        if (present.Count == 0) return null;
        var distinct = present.Select(row => table.Rows[row][column]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var name = table.Header[column];
        return declared switch
        {
            "numeric" =>
                Numeric(table, column, "is not a number, and cohort.columns declares this column numeric. Correct the cell, or declare the column categorical"),
            "binary" => Binary(table, column, distinct),
            "categorical" => Levels(table, column, new ClinicalColumn(name, ColumnKind.Categorical, distinct)),
            _ => Inferred(table, column, present, distinct),
        };
    }

    /// <summary>A finite number in invariant notation: 12, -0.5, 1e-3.</summary>
    public static bool TryNumber(string cell, out double value) => CellNumber.TryParse(cell, TableReading.Usual, out value);

    private static (ClinicalColumn, double[]) Inferred(ClinicalTable table, int column, List<int> present, ImmutableArray<string> distinct)
    {
        var name = table.Header[column];
        if (BinaryLevels.Of(distinct) is { } pair) return Levels(table, column, new ClinicalColumn(name, ColumnKind.Binary, pair));
        if (table.Rules >= RunRules.Second && BinaryLevels.Of([.. distinct.Where(level => !CellNumber.IsMissingMark(level))]) is { } answers)
        {
            var mark = present.First(row => CellNumber.IsMissingMark(table.Rows[row][column]));
            throw table.Refuse(mark, column,
                $"reads as if nobody had answered, in a column of {answers[0]} and {answers[1]}. Say so: 'missing: [\"{table.Rows[mark][column]}\"]' under "
                + $"cohort; or write NA. If it is an answer, declare the column under cohort.columns as '{name}: categorical'");
        }
        var forms = MeantNumbers.Of(table, column, present);
        if (forms.Numbers >= NumericShare * present.Count)
            return Numeric(table, column, string.Create(CultureInfo.InvariantCulture,
                $"is not a number, and {forms.Numbers} of the column's {present.Count} values are: a column with at least 80 % numbers is numeric. Correct "
                + $"the cell (NA where it was not measured), declare it under cohort.columns as '{name}: categorical', or list it in cohort.exclude"),
                forms);
        if (forms.FirstUnread is { } unread && forms.Meant >= NumericShare * present.Count
            && (table.Rules >= RunRules.Second || forms.Commas + forms.Numbers >= NumericShare * present.Count))
            throw table.Refuse(unread, column, forms.Advice(unread));
        if (table.Rules >= RunRules.Second && IsOfSingles(distinct.Length, present.Count))
            return (new ClinicalColumn(name, ColumnKind.Categorical, distinct), []);
        return distinct.Length <= MostInferredLevels
            ? Levels(table, column, new ClinicalColumn(name, ColumnKind.Categorical, distinct))
            : throw table.RefuseUnseen(present[0], column, string.Create(CultureInfo.InvariantCulture,
                $"is one of {distinct.Length} different values: more than {MostInferredLevels} look like names, dates or free text. List the column in "
                + $"cohort.exclude, or declare it under cohort.columns as '{name}: categorical'"));
    }

    /// <summary>
    /// More than half as many values as patients: names, dates or free text, whatever their number. Six words among ten patients may still be answers.
    /// </summary>
    private static bool IsOfSingles(int distinct, int present) => distinct > 6 && 2 * distinct > present;

    private static (ClinicalColumn, double[]) Numeric(ClinicalTable table, int column, string rule, MeantNumbers? forms = null)
    {
        var values = new double[table.Rows.Length];
        for (var row = 0; row < values.Length; row++)
        {
            var cell = table.Rows[row][column];
            if (MissingValue.Is(cell)) values[row] = double.NaN;
            else if (table.TryNumber(cell, out var value)) values[row] = CellNumber.Checked(table, row, column, value);
            else throw table.Refuse(row, column, (forms ?? MeantNumbers.Of(table, column, [row])).AdviceOr(row, rule));
        }
        return (new ClinicalColumn(table.Header[column], ColumnKind.Numeric, []), values);
    }

    private static (ClinicalColumn, double[]) Binary(ClinicalTable table, int column, ImmutableArray<string> distinct)
    {
        var levels = BinaryLevels.Of(distinct) ?? distinct;
        return levels.Length <= 2
            ? Levels(table, column, new ClinicalColumn(table.Header[column], ColumnKind.Binary, levels))
            : throw new TableException(table.Path,
                $"column '{table.Header[column]}' is declared binary and holds more than two values: {CellText.Values(table, column)}. Correct them, "
                + "or declare it categorical.")
            {
                Column = table.Header[column]
            };
    }

    private static (ClinicalColumn, double[]) Levels(ClinicalTable table, int column, ClinicalColumn schema)
    {
        var index = new Dictionary<string, double>(StringComparer.Ordinal);
        double IndexOf(string cell) => index.TryGetValue(cell, out var known) ? known
            : index[cell] = schema.Kind == ColumnKind.Binary && BinaryLevels.IndexIn(schema.Levels, cell) is >= 0 and var binary
                ? binary
                : schema.Levels.IndexOf(cell);
        return (schema, [.. table.Rows.Select(row => MissingValue.Is(row[column]) ? double.NaN : IndexOf(row[column]))]);
    }
}
