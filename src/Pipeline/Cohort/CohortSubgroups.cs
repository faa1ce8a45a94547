using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Which patients of a cohort belong to which subgroups, by columns that need not be features.</summary>
internal static class CohortSubgroups
{
    private const string Asked = "evaluation.subgroups";

    /// <exception cref="TableException">A column that the specification names is not there, or does not make groups.</exception>
    public static SubgroupTable Of(CohortTable cohort, RunSpecification spec)
    {
        foreach (var group in spec.Evaluation.Subgroups ?? [])
            CohortTable.RefuseIdsAsGroups(cohort.Table, group.Column, spec.Cohort.PatientId, Asked);
        var columns = spec.Evaluation.Subgroups is { } named
            ? named.Select(group =>
                SubgroupReading.Of(cohort.Table, cohort.SourceRow, group, cohort.Table.ColumnOf(group.Column, Asked), Asked, spec.Cohort.RareLevels))
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
            // Nobody asked for these: a column that makes no groups is passed over, not refused.
            if (group is null || !MakesGroups(cohort, index, group)) continue;
            yield return SubgroupReading.Of(cohort.Table, cohort.SourceRow, group, index, Asked, spec.Cohort.RareLevels);
        }
    }

    private static bool MakesGroups(CohortTable cohort, int index, SubgroupOptions group)
    {
        var known = cohort.SourceRow.Select(row => cohort.Table.Rows[row][index]).Where(cell => !MissingValue.Is(cell)).ToArray();
        return group.Bands.IsEmpty
            ? known.Distinct(StringComparer.OrdinalIgnoreCase).Count() is >= 2 and <= RecognizedColumns.MostLevels
            : known.Length > 0 && known.All(cell => cohort.Table.TryNumber(cell, out _));
    }
}
