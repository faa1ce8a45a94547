using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>From a table's column to groups: one per value, or bands of numbers.</summary>
internal static class SubgroupReading
{
    private const int MostLevels = 50;

    /// <param name="rows">Which rows of the table, in the order of the answer.</param>
    /// <param name="asked">What names the column, for messages: <c>evaluation.subgroups</c>.</param>
    /// <exception cref="TableException">A value is no number where bands are given, or there are too many values to be groups.</exception>
    /// <param name="least">Patients that a value needs to be a group of its own name (<see cref="RareLevels"/>); 1: every value is one.</param>
    public static SubgroupColumn Of(ClinicalTable table, IReadOnlyList<int> rows, SubgroupOptions group, int column, string asked, int least = 1) =>
        group.Bands.IsEmpty ? ByValue(table, rows, column, asked, least) : ByBand(table, rows, column, group.Bands, asked);

    private static SubgroupColumn ByValue(ClinicalTable table, IReadOnlyList<int> rows, int column, string asked, int least)
    {
        var (name, cells) = (table.Header[column], rows.Select(row => table.Rows[row][column]).ToArray());
        var distinct = cells.Where(cell => !MissingValue.Is(cell)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        if (distinct.Length > MostLevels)
            throw new TableException(table.Path, string.Create(CultureInfo.InvariantCulture,
                $"column '{name}' of {asked} has {distinct.Length} different values, and more than {MostLevels} are no groups. If they are numbers, give "
                + $"bands such as 30 and 45."));
        if (BinaryLevels.Of(distinct) is { } pair)
            return new SubgroupColumn(name, pair, [.. cells.Select(cell => MissingValue.Is(cell) ? -1 : BinaryLevels.IndexIn(pair, cell))]);
        // A group of so few has no figures, and its name may tell who they are.
        var (pooled, values) = RareLevels.Pooled(
            new ClinicalColumn(name, ColumnKind.Categorical, distinct),
            Array.ConvertAll(cells, cell => MissingValue.Is(cell) ? double.NaN : distinct.IndexOf(cell)), least);
        // Numbers by size, then words by letter.
        ImmutableArray<string> levels =
            [.. pooled.Levels.OrderBy(level => ColumnTyping.TryNumber(level, out var number) ? number : double.MaxValue)
                .ThenBy(level => level, StringComparer.Ordinal)];
        return new SubgroupColumn(name, levels, [.. values.Select(value => double.IsNaN(value) ? -1 : levels.IndexOf(pooled.Levels[(int)value]))]);
    }

    private static SubgroupColumn ByBand(ClinicalTable table, IReadOnlyList<int> rows, int column, ImmutableArray<double> limits, string asked)
    {
        var levelOf = ImmutableArray.CreateBuilder<int>(rows.Count);
        foreach (var row in rows)
        {
            var cell = table.Rows[row][column];
            if (MissingValue.Is(cell)) levelOf.Add(-1);
            else if (table.TryNumber(cell, out var value)) levelOf.Add(Bands.Of(value, limits));
            else throw table.Refuse(row, column,
                $"is not a number, and {asked} gives bands for this column. Correct the cell, or leave bands out to have a group per value");
        }
        return new SubgroupColumn(table.Header[column], Bands.Names(limits), levelOf.MoveToImmutable());
    }
}
