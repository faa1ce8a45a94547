using System.Globalization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What a researcher should know of a cohort before believing figures from it. No warning stops a run.</summary>
public static class CohortWarnings
{
    /// <returns>Sentences that name columns and levels, and no patient.</returns>
    public static IEnumerable<string> Of(PreparedCohort cohort, Duplicates duplicates)
    {
        for (var c = 0; c < cohort.Columns.Length; c++)
        {
            var (column, values) = (cohort.Columns[c], cohort.Values[c]);
            var present = values.Where(value => !double.IsNaN(value)).ToList();
            if (present.Distinct().Count() == 1)
                yield return $"Column '{column.Name}' has the same value in every row that has one: it tells nothing.";
            if (DifferingInCase(column) is { Count: > 0 } levels)
                yield return $"Column '{column.Name}' has levels that differ only in case: {TableException.Listed(levels)}. They count as different.";
            if (TellsLabel(cohort, column, values))
                yield return $"Column '{column.Name}' alone tells cases from controls without an error. Is it the diagnosis itself, or made from it? Then exclude it.";
        }
        var unmeasured = cohort.Columns.IsEmpty ? 0 : Enumerable.Range(0, cohort.Patients.Length).Count(patient => cohort.Values.All(column => double.IsNaN(column[patient])));
        if (unmeasured > 0) yield return Invariant($"{unmeasured} patients have no clinical value at all; theirs are imputed.");
        if (duplicates.EqualFeatures > 0)
            yield return Invariant($"{duplicates.EqualFeatures} validation or test patients equal a train patient in every feature. The same person under two ids would be a leak.");
        if (duplicates.EqualScans > 0)
            yield return Invariant($"{duplicates.EqualScans} validation or test patients have the very scan of a patient in another set. The same person under two ids would be a leak.");
        if (cohort.Patients.All(patient => patient.Set != PatientSet.Test))
            yield return "There is no test set: figures are out-of-fold and validation only.";
    }

    private static List<string> DifferingInCase(ClinicalColumn column) =>
        [.. column.Levels.GroupBy(level => level.ToLowerInvariant(), StringComparer.Ordinal).Where(same => same.Count() > 1).SelectMany(same => same)];

    /// <summary>Every level belongs to one class, or one threshold parts the classes; looked at with 20 values and more.</summary>
    private static bool TellsLabel(PreparedCohort cohort, ClinicalColumn column, double[] values)
    {
        var known = values.Zip(cohort.Patients, (value, patient) => (value, patient.IsCase)).Where(pair => !double.IsNaN(pair.value)).ToList();
        if (known.Count < 20 || known.All(pair => pair.IsCase) || !known.Any(pair => pair.IsCase)) return false;
        if (column.Kind != ColumnKind.Numeric) return known.GroupBy(pair => pair.value).All(level => level.Select(pair => pair.IsCase).Distinct().Count() == 1);
        var (cases, controls) = (known.Where(pair => pair.IsCase).Select(pair => pair.value), known.Where(pair => !pair.IsCase).Select(pair => pair.value));
        return cases.Min() > controls.Max() || cases.Max() < controls.Min();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
