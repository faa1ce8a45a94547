using System.Collections.Immutable;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What <c>axspa inspect</c> says about one clinical table: what a cohort would make of each column, by the same reader.</summary>
/// <param name="Delimiter">comma, semicolon or tab.</param>
/// <param name="CompleteRows">Rows without a missing cell.</param>
/// <param name="Refusals">Why a cohort would refuse the table as it stands; the columns they name need a declared type, or to be excluded.</param>
public sealed record TableInspection(
    string File, string Sha256, string Delimiter, int Rows, int CompleteRows, ImmutableArray<ColumnInspection> Columns,
    ImmutableArray<string> Refusals)
{
    /// <exception cref="TableException">It is no table at all.</exception>
    public static TableInspection Of(string path)
    {
        var table = ClinicalTable.Read(path);
        var refusals = ImmutableArray.CreateBuilder<string>();
        var columns = ImmutableArray.CreateBuilder<ColumnInspection>();
        for (var c = 0; c < table.Header.Length; c++)
        {
            var missing = table.Rows.Count(row => MissingValue.Is(row[c]));
            var distinct = table.Rows.Select(row => row[c]).Where(cell => !MissingValue.Is(cell)).Distinct(StringComparer.Ordinal).Count();
            try
            {
                columns.Add(ColumnTyping.Read(table, c, declared: null) is var (column, values)
                    ? values.Length == 0
                        ? new ColumnInspection(table.Header[c], "text", missing, distinct, [], null, distinct)
                        : ColumnInspection.Of(column, values, missing, distinct)
                    : new ColumnInspection(table.Header[c], "empty", missing, 0, [], null));
            }
            catch (TableException refusal)
            {
                refusals.Add(refusal.Message);
                columns.Add(new ColumnInspection(table.Header[c], "refused", missing, distinct, [], null));
            }
        }
        return new TableInspection(
            path, table.Sha256, table.Delimiter switch { ',' => "comma", ';' => "semicolon", _ => "tab" },
            table.Rows.Length, table.Rows.Count(row => !row.Any(cell => MissingValue.Is(cell))), columns.ToImmutable(), refusals.ToImmutable());
    }
}

/// <param name="Type">numeric, binary, categorical, text (nearly as many texts as rows: no feature), empty (no value in any row) or refused.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Levels">Of a binary or categorical column, with the rows that have them; without those that may tell who a patient is.</param>
/// <param name="LevelsOfOneRow">Those: how many there are.</param>
/// <param name="Numbers">Of a numeric column.</param>
public sealed record ColumnInspection(
    string Name, string Type, int Missing, int Distinct, ImmutableArray<LevelCount> Levels, NumberSummary? Numbers, int LevelsOfOneRow = 0)
{
    internal static ColumnInspection Of(ClinicalColumn column, double[] values, int missing, int distinct)
    {
        var levels = column.Levels.Select((level, index) => new LevelCount(level, values.Count(value => value == index))).ToList();
        var answers = column.Kind == ColumnKind.Binary ? [.. column.Levels]
            : CellText.Answers(levels.Select(level => KeyValuePair.Create(level.Level, level.Rows))).ToHashSet(StringComparer.Ordinal);
        return new ColumnInspection(
            column.Name, column.Kind.ToString().ToLowerInvariant(), missing, distinct, [.. levels.Where(level => answers.Contains(level.Level))],
            column.Kind == ColumnKind.Numeric ? NumberSummary.Of(values) : null, levels.Count(level => !answers.Contains(level.Level)));
    }
}

public sealed record LevelCount(string Level, int Rows);

public sealed record NumberSummary(double Least, double Median, double Mean, double Greatest)
{
    /// <param name="values">NaN is missing; at least one is not.</param>
    internal static NumberSummary Of(double[] values)
    {
        var sorted = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        return new NumberSummary(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted.Average(), sorted[^1]);
    }
}
