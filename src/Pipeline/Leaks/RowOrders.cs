using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Leaks;

/// <summary>
/// Tables are often sorted by diagnosis. That by itself leaks nothing: patients are taken in the order of their ids and drawn at random, and no model
/// sees a row's number. It leaks where a feature follows the order of the rows, as record numbers and dates do.
/// </summary>
public static class RowOrders
{
    /// <summary>From here on the order of the rows tells the label.</summary>
    public const double OrderTells = 0.9;

    /// <summary>Spearman's correlation of a feature with the row's number from which it follows the order.</summary>
    public const double Follows = 0.98;

    private const int FewestValues = 20;

    /// <param name="sourceRow">[patient] its row in the table, from 0.</param>
    public static LeakCheck Look(PreparedCohort cohort, IReadOnlyList<int> sourceRow)
    {
        double[] row = [.. sourceRow.Select(number => (double)number)];
        var auroc = Auroc.Of([.. cohort.Patients.Select(patient => patient.IsCase)], row) ?? 0.5;
        var order = string.Create(CultureInfo.InvariantCulture, $"The row's number tells cases from controls with an AUROC of {Math.Max(auroc, 1 - auroc):F3}");
        if (Math.Max(auroc, 1 - auroc) < OrderTells)
            return LeakCheck.Passed(LeakKind.RowOrder, $"{order}: the order of the rows says little, so no feature can leak it.");
        var alarms = ImmutableArray.CreateBuilder<LeakAlarm>();
        for (var c = 0; c < cohort.Columns.Length; c++)
            if (cohort.Columns[c].Kind == ColumnKind.Numeric && Correlation(cohort.Values[c], row) is { } rho && Math.Abs(rho) >= Follows)
                alarms.Add(new LeakAlarm(LeakKind.RowOrder, cohort.Columns[c].Name, rho, string.Create(CultureInfo.InvariantCulture,
                    $"column '{cohort.Columns[c].Name}' follows the order of the rows (Spearman {rho:+0.000;-0.000}), and the rows are sorted so that their "
                    + $"order tells the label (AUROC {Math.Max(auroc, 1 - auroc):F3}). A record number or date of that kind gives the answer away: "
                    + $"exclude it (cohort.exclude).")));
        return new LeakCheck(LeakKind.RowOrder,
            $"{order}: the table is sorted by it. The order itself is not used; {(alarms.Count == 0 ? "no feature follows it" : "a feature follows it")}.",
            alarms.ToImmutable());
    }

    /// <returns>Spearman's, with midranks; null with too few different values.</returns>
    internal static double? Correlation(double[] values, double[] row)
    {
        var known = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToArray();
        if (known.Select(i => values[i]).Distinct().Count() < FewestValues) return null;
        var (a, b) = (Ranks([.. known.Select(i => values[i])]), Ranks([.. known.Select(i => row[i])]));
        var mean = (known.Length + 1) / 2.0;
        double covariance = 0, varianceA = 0, varianceB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            covariance += (a[i] - mean) * (b[i] - mean);
            varianceA += (a[i] - mean) * (a[i] - mean);
            varianceB += (b[i] - mean) * (b[i] - mean);
        }
        return covariance / Math.Sqrt(varianceA * varianceB);
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0;
            start = end;
        }
        return ranks;
    }
}
