using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// Levels that so few patients have that they may tell who somebody is, and that nothing can be learned from, are one level together, in every fold and
/// in everything that leaves. How many have a level is counted over the cohort: that knows nothing of labels, and what five patients have names nobody in
/// whichever folds they are.
/// </summary>
public static class RareLevels
{
    /// <summary>The name of the pool, in features, tables and figures.</summary>
    public const string Pool = "(rare)";

    /// <summary>Patients that a level needs to stand by its name, unless the specification says otherwise.</summary>
    public const int UsualLeast = 5;

    /// <param name="values">[patient] an index into the column's levels; NaN is missing.</param>
    /// <param name="least">Patients that a level needs; 0 or 1: nothing is pooled.</param>
    /// <returns>The column with its other levels and, if there are rare ones, the pool, in ordinal order; yes and no stay as they are.</returns>
    public static (ClinicalColumn Column, double[] Values) Pooled(ClinicalColumn column, double[] values, int least)
    {
        if (column.Kind != ColumnKind.Categorical)
            return (column, values);
        var counts = Counts(column.Levels.Length, values);
        var isRare = counts.Select(count => count < least).ToArray();
        if (!isRare.Contains(true))
            return (column, values);
        ImmutableArray<string> levels = [.. column.Levels.Where((_, level) => !isRare[level])
            .Append(Pool)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var indexOf = column.Levels.Select((level, index) => (double)levels.IndexOf(isRare[index] ? Pool : level)).ToArray();
        return (column with { Levels = levels }, Array.ConvertAll(values, value => double.IsNaN(value) ? value : indexOf[(int)value]));
    }

    /// <summary>[level] how many patients have it.</summary>
    internal static int[] Counts(int levels, ReadOnlySpan<double> values)
    {
        var counts = new int[levels];
        foreach (var value in values)
            if (!double.IsNaN(value)) counts[(int)value]++;
        return counts;
    }

    /// <summary>Rare spellings of a level that is not rare: they are hardly meant as something else. Only the frequent one is named.</summary>
    internal static IEnumerable<string> Misspelled(ClinicalColumn column, double[] values, int least)
    {
        if (column.Kind != ColumnKind.Categorical)
            yield break;
        var counts = Counts(column.Levels.Length, values);
        var kept = column.Levels.Where((_, level) => counts[level] >= least).ToLookup(TextKey.Of, StringComparer.Ordinal);
        var others = Enumerable.Range(0, counts.Length).Where(level => counts[level] < least)
            .Select(level => (Patients: counts[level], Meant: kept[TextKey.Of(column.Levels[level])].FirstOrDefault())).Where(other => other.Meant is not null);
        foreach (var spelled in others.GroupBy(other => other.Meant!, StringComparer.Ordinal))
        {
            var patients = spelled.Sum(other => other.Patients);
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Column '{column.Name}': {patients} {(patients == 1 ? "patient has" : "patients have")} '{TableException.Shortened(spelled.Key)}' in "
                + $"another spelling (case, spaces or hyphens), which counts as '{Pool}'. Correct the cells if it is the same.");
        }
    }
}
