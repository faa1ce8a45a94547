using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Runs;

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
                $"column '{name}' of {asked} has {distinct.Length} different values, and more than {MostLevels} are no groups. If they are numbers, give bands such as 30 and 45."));
        var pair = BinaryLevels.Of(distinct);
        // A group of so few has no figures, and its name may tell who they are.
        if (pair is null && least > 1)
        {
            var rare = cells.Where(cell => !MissingValue.Is(cell)).CountBy(cell => cell, StringComparer.Ordinal).Where(level => level.Value < least).Select(level => level.Key).ToHashSet(StringComparer.Ordinal);
            cells = Array.ConvertAll(cells, cell => rare.Contains(cell) ? RareLevels.Pool : cell);
            distinct = [.. cells.Where(cell => !MissingValue.Is(cell)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        // Numbers by size, then words by letter.
        var levels = pair ??
            [.. distinct.OrderBy(level => ColumnTyping.TryNumber(level, out var number) ? number : double.MaxValue).ThenBy(level => level, StringComparer.Ordinal)];
        return new SubgroupColumn(
            name, levels, [.. cells.Select(cell => MissingValue.Is(cell) ? -1 : pair is { } known ? BinaryLevels.IndexIn(known, cell) : levels.IndexOf(cell))]);
    }

    private static SubgroupColumn ByBand(ClinicalTable table, IReadOnlyList<int> rows, int column, ImmutableArray<double> limits, string asked)
    {
        var levelOf = ImmutableArray.CreateBuilder<int>(rows.Count);
        foreach (var row in rows)
        {
            var cell = table.Rows[row][column];
            if (MissingValue.Is(cell)) levelOf.Add(-1);
            else if (table.TryNumber(cell, out var value)) levelOf.Add(Bands.Of(value, limits));
            else throw table.Refuse(row, column, $"is not a number, and {asked} gives bands for this column. Correct the cell, or leave bands out to have a group per value");
        }
        return new SubgroupColumn(table.Header[column], Bands.Names(limits), levelOf.MoveToImmutable());
    }
}
