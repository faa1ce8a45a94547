using System.Globalization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// What a researcher should know of a cohort before believing figures from it, leaks aside (<see cref="Leaks.CohortLeaks"/>). No warning stops a run.
/// </summary>
public static class CohortWarnings
{
    /// <returns>Sentences that name columns and levels, and no patient.</returns>
    public static IEnumerable<string> Of(PreparedCohort cohort)
    {
        for (var c = 0; c < cohort.Columns.Length; c++)
        {
            var (column, values) = (cohort.Columns[c], cohort.Values[c]);
            var present = values.Where(value => !double.IsNaN(value)).ToList();
            if (present.Distinct().Count() == 1)
                yield return $"Column '{column.Name}' has the same value in every row that has one: it tells nothing.";
            if (DifferingInCase(column) is { Count: > 0 } levels)
                yield return $"Column '{column.Name}' has levels that differ only in case: {TableException.Listed(levels)}. They count as different.";
        }
        var unmeasured = cohort.Columns.IsEmpty
            ? 0
            : Enumerable.Range(0, cohort.Patients.Length).Count(patient => cohort.Values.All(column => double.IsNaN(column[patient])));
        if (unmeasured > 0) yield return Invariant($"{unmeasured} patients have no clinical value at all; theirs are imputed.");
        if (cohort.Patients.All(patient => patient.Set != PatientSet.Test))
            yield return "There is no test set: figures are out-of-fold and validation only.";
    }

    private static List<string> DifferingInCase(ClinicalColumn column) =>
        [.. column.Levels.GroupBy(level => level.ToLowerInvariant(), StringComparer.Ordinal).Where(same => same.Count() > 1).SelectMany(same => same)];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
