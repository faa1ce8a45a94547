using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Which patients of a cohort belong to which subgroups, by columns that need not be features.</summary>
internal static class CohortSubgroups
{
    /// <exception cref="TableException">A column that the specification names is not there, or does not make groups.</exception>
    public static SubgroupTable Of(CohortTable cohort, RunSpecification spec)
    {
        var columns = spec.Evaluation.Subgroups is { } named
            ? named.Select(group => Column(cohort, group, cohort.Table.ColumnOf(group.Column, "evaluation.subgroups")))
            : Recognized(cohort, spec);
        return new SubgroupTable(cohort.Ids, [.. columns]);
    }

    private static IEnumerable<SubgroupColumn> Recognized(CohortTable cohort, RunSpecification spec)
    {
        string?[] otherOffice = [spec.Cohort.Label.Column, spec.Cohort.PatientId, spec.Split.Column, spec.Cohort.Mri?.IdFrom];
        for (var index = 0; index < cohort.Table.Header.Length; index++)
        {
            var name = cohort.Table.Header[index];
            if (otherOffice.Contains(name)) continue;
            var group = name == spec.Cohort.Center ? new SubgroupOptions(name, []) : RecognizedColumns.Of(name);
            if (group is null) continue;
            var cells = Cells(cohort, index).Where(cell => !MissingValue.Is(cell)).ToArray();
            // Nobody asked for it: a column that does not make groups is passed over.
            if (!group.Bands.IsEmpty && !cells.All(cell => ColumnTyping.TryNumber(cell, out _))) continue;
            var column = Column(cohort, group, index);
            var used = column.LevelOf.Where(level => level >= 0).Distinct().Count();
            if (used is >= 2 and <= RecognizedColumns.MostLevels || name == spec.Cohort.Center && used > 0) yield return column;
        }
    }

    private static SubgroupColumn Column(CohortTable cohort, SubgroupOptions group, int index) =>
        group.Bands.IsEmpty ? ByValue(cohort, index) : ByBand(cohort, index, group.Bands);

    private static SubgroupColumn ByValue(CohortTable cohort, int index)
    {
        const int most = 50;
        var cells = Cells(cohort, index);
        var distinct = cells.Where(cell => !MissingValue.Is(cell)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        if (distinct.Length > most)
            throw new TableException(cohort.Table.Path, string.Create(CultureInfo.InvariantCulture,
                $"column '{cohort.Table.Header[index]}' of evaluation.subgroups has {distinct.Length} different values, and more than {most} are no groups. For numbers give bands: {{ column: {cohort.Table.Header[index]}, bands: [30, 45] }}."));
        var pair = BinaryLevels.Of(distinct);
        var levels = pair ?? [.. distinct.OrderBy(level => ColumnTyping.TryNumber(level, out var number) ? number : double.MaxValue).ThenBy(level => level, StringComparer.Ordinal)];
        return new SubgroupColumn(
            cohort.Table.Header[index], levels,
            [.. cells.Select(cell => MissingValue.Is(cell) ? -1 : pair is { } known ? BinaryLevels.IndexIn(known, cell) : levels.IndexOf(cell))]);
    }

    private static SubgroupColumn ByBand(CohortTable cohort, int index, ImmutableArray<double> limits)
    {
        var levelOf = ImmutableArray.CreateBuilder<int>(cohort.Ids.Length);
        foreach (var row in cohort.SourceRow)
        {
            var cell = cohort.Table.Rows[row][index];
            if (MissingValue.Is(cell)) levelOf.Add(-1);
            else if (ColumnTyping.TryNumber(cell, out var value)) levelOf.Add(Bands.Of(value, limits));
            else throw cohort.Table.Refuse(row, index, "is not a number, and evaluation.subgroups gives bands for this column. Correct the cell, or leave bands out to have a group per value");
        }
        return new SubgroupColumn(cohort.Table.Header[index], Bands.Names(limits), levelOf.MoveToImmutable());
    }

    /// <summary>[patient]</summary>
    private static string[] Cells(CohortTable cohort, int index) => [.. cohort.SourceRow.Select(row => cohort.Table.Rows[row][index])];
}
