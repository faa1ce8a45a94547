using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Cohort.Baseline;

/// <summary>One variable in one group of patients.</summary>
/// <param name="Known">Patients with a value.</param>
/// <param name="Numeric">Null for levels, and where nobody has a value.</param>
/// <param name="Counts">[levels] patients; empty for numbers.</param>
public sealed record GroupSummary(int Known, int Missing, NumericSummary? Numeric, ImmutableArray<int> Counts)
{
    internal static GroupSummary Of(BaselineColumn column, int[] members)
    {
        double[] known = [.. members.Select(i => column.Values[i]).Where(value => !double.IsNaN(value))];
        return new GroupSummary(
            known.Length, members.Length - known.Length,
            column.Kind == ColumnKind.Numeric && known.Length > 0 ? NumericSummary.Of(known) : null,
            [.. Enumerable.Range(0, column.Kind == ColumnKind.Numeric ? 0 : column.Levels.Length).Select(level => known.Count(value => (int)value == level))]);
    }
}

/// <param name="StandardDeviation">With n − 1; null for one value.</param>
/// <param name="LowerQuartile">Linear between order statistics (type 7), as is the upper one.</param>
public sealed record NumericSummary(double Mean, double? StandardDeviation, double Median, double LowerQuartile, double UpperQuartile)
{
    /// <param name="values">At least one, none missing.</param>
    public static NumericSummary Of(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return new NumericSummary(
            sorted.Average(), Evaluation.StandardDeviation.OfSample(sorted),
            Percentile.OfSorted(sorted, 0.5), Percentile.OfSorted(sorted, 0.25), Percentile.OfSorted(sorted, 0.75));
    }
}
