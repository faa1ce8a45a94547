namespace AxSpa.Pipeline.Evaluation;

/// <summary>An AUROC with its variance.</summary>
public sealed record DeLongEstimate(double Auroc, double Variance)
{
    /// <returns>Wald interval, cut to 0 .. 1.</returns>
    public Interval Interval(double confidence)
    {
        var half = NormalDistribution.Quantile(1 - (1 - confidence) / 2) * Math.Sqrt(Variance);
        return new Interval(Math.Max(0, Auroc - half), Math.Min(1, Auroc + half));
    }
}

/// <summary>Two AUROCs of the same patients, and the test of their difference.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="Z">Null when the difference has no variance, as for two scores with the same order.</param>
/// <param name="P">Two-sided; null with <paramref name="Z"/>.</param>
public sealed record DeLongComparison(
    DeLongEstimate First, DeLongEstimate Second, double Covariance, double Difference, double StandardError, double? Z, double? P);

/// <summary>The non-parametric variance of AUROCs and the paired test of two.</summary>
/// <remarks>
/// DeLong, DeLong, Clarke-Pearson, Biometrics 1988; computed from midranks in O(n log n) after Sun and Xu, IEEE SPL 2014.
/// </remarks>
public static class DeLong
{
    /// <returns>Null with fewer than two cases or two controls: there is no variance to estimate.</returns>
    public static DeLongEstimate? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) =>
        Placements.From(isCase, score) is { } placements ? Estimate(placements) : null;

    /// <inheritdoc cref="Of"/>
    public static DeLongComparison? Compare(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (Placements.From(isCase, first) is not { } a || Placements.From(isCase, second) is not { } b) return null;
        var (estimateA, estimateB) = (Estimate(a), Estimate(b));
        var covariance = Covariance(a, b);
        var difference = a.Auroc - b.Auroc;
        var variance = estimateA.Variance + estimateB.Variance - 2 * covariance;
        // Equal orders leave a variance of a few 1e-18 by rounding; a z from that would be nonsense.
        var error = variance > 1e-15 * (estimateA.Variance + estimateB.Variance) ? Math.Sqrt(variance) : 0;
        double? z = error > 0 ? difference / error : null;
        return new DeLongComparison(estimateA, estimateB, covariance, difference, error, z, z is { } value ? NormalDistribution.TwoSidedTail(value) : null);
    }

    private static DeLongEstimate Estimate(Placements p) => new(p.Auroc, Covariance(p, p));

    private static double Covariance(Placements a, Placements b) =>
        Covariance(a.OfCases, b.OfCases) / a.OfCases.Length + Covariance(a.OfControls, b.OfControls) / a.OfControls.Length;

    private static double Covariance(double[] a, double[] b)
    {
        var (meanA, meanB, sum) = (a.Average(), b.Average(), 0.0);
        for (var i = 0; i < a.Length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length - 1);
    }

    /// <param name="OfCases">For each case the share of controls below it.</param>
    /// <param name="OfControls">For each control the share of cases above it.</param>
    private sealed record Placements(double Auroc, double[] OfCases, double[] OfControls)
    {
        public static Placements? From(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score)
        {
            var ranked = RankedScores.From(isCase, score);
            var (cases, controls) = (ranked.Cases, ranked.Controls);
            if (cases < 2 || controls < 2) return null;

            var (order, ends) = RankedScores.Order(isCase, score);
            var placement = new double[order.Length];
            var before = new RankedScores.Step(double.PositiveInfinity, 0, 0);
            var next = 0;
            for (var group = 0; group < ends.Length; before = ranked.Steps[group++])
            {
                var step = ranked.Steps[group];
                for (; next < ends[group]; next++)
                {
                    placement[order[next]] = isCase[order[next]]
                        ? (controls - (before.FalsePositives + step.FalsePositives) / 2.0) / controls
                        : (before.TruePositives + step.TruePositives) / 2.0 / cases;
                }
            }
            var (ofCases, ofControls) = (new List<double>(cases), new List<double>(controls));
            for (var i = 0; i < placement.Length; i++) (isCase[i] ? ofCases : ofControls).Add(placement[i]);
            return new Placements(Evaluation.Auroc.Of(ranked)!.Value, [.. ofCases], [.. ofControls]);
        }
    }
}
