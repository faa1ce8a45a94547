using System.Collections.Immutable;

namespace AxSpa.Pipeline.Cohort.Baseline;

/// <summary>
/// How far apart two groups are in one variable, in pooled standard deviations; it does not grow with the number of patients, as
/// p-values do. About 0.1 is slight, 0.2 small, 0.5 medium.
/// </summary>
/// <remarks>
/// Numbers: |m₁ − m₂| / √((s₁² + s₂²)/2). Levels: the Mahalanobis distance of the two vectors of shares, without the first level
/// (Yang and Dalton, SAS Global Forum 2012, paper 335), which for two levels is |p₁ − p₂| / √((p₁(1 − p₁) + p₂(1 − p₂))/2). Missing
/// values are left out. Austin, Commun Stat Simul Comput 2009.
/// </remarks>
public static class StandardizedDifference
{
    /// <returns>0 or above; null where a group has nobody, or where the groups differ and nothing varies inside them.</returns>
    public static double? Between(GroupSummary first, GroupSummary second)
    {
        if (first.Known == 0 || second.Known == 0) return null;
        if (first.Counts.IsEmpty) return OfNumbers(first.Numeric!, second.Numeric!);
        return OfLevels(Shares(first), Shares(second));
    }

    private static double? OfNumbers(NumericSummary first, NumericSummary second)
    {
        if (first.StandardDeviation is not { } s || second.StandardDeviation is not { } t) return null;
        var difference = Math.Abs(first.Mean - second.Mean);
        var pooled = Math.Sqrt((s * s + t * t) / 2);
        return difference == 0 ? 0 : pooled == 0 ? null : difference / pooled;
    }

    /// <param name="p">[levels] shares of the first group.</param>
    /// <param name="q">[levels] shares of the second group.</param>
    private static double? OfLevels(double[] p, double[] q)
    {
        // A level that nobody has makes the covariance singular and tells nothing; one level follows from the others.
        int[] levels = [.. Enumerable.Range(0, p.Length).Where(level => p[level] + q[level] > 0).Skip(1)];
        if (levels.All(level => p[level] == q[level])) return 0;
        var covariance = levels.Select(i => levels.Select(j => i == j
            ? (p[i] * (1 - p[i]) + q[i] * (1 - q[i])) / 2
            : -(p[i] * p[j] + q[i] * q[j]) / 2).ToArray()).ToArray();
        double[] difference = [.. levels.Select(level => p[level] - q[level])];
        if (Solve(covariance, difference) is not { } solved) return null;
        return Math.Sqrt(Math.Max(0, difference.Zip(solved, (d, x) => d * x).Sum()));
    }

    private static double[] Shares(GroupSummary group) => [.. group.Counts.Select(count => (double)count / group.Known)];

    /// <summary>Gauss with pivots.</summary>
    /// <returns>x of matrix · x = right; null where the matrix is singular.</returns>
    private static double[]? Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        double[][] rows = [.. matrix.Select((row, i) => (double[])[.. row, right[i]])];
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(row => Math.Abs(rows[row][k]));
            if (Math.Abs(rows[pivot][k]) < 1e-12) return null;
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            foreach (var row in Enumerable.Range(0, n).Where(row => row != k))
            {
                var factor = rows[row][k] / rows[k][k];
                for (var column = k; column <= n; column++) rows[row][column] -= factor * rows[k][column];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => rows[i][n] / rows[i][i])];
    }
}
