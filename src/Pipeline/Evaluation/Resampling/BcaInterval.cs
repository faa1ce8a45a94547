namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// The bias-corrected and accelerated bootstrap interval: percentiles of the draws at levels that are moved by how far the draws
/// lie to one side of the estimate, and by how the standard error changes with the true value.
/// </summary>
/// <remarks>
/// Efron, JASA 1987; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, equations 14.9 to 14.15. Draws equal to the
/// estimate count as half below it, since rank statistics take few values.
/// </remarks>
/// <param name="BiasCorrection">ẑ₀.</param>
/// <param name="LowLevel">Which percentile of the draws the interval begins at, in 0 .. 1; 0.025 without correction.</param>
public readonly record struct BcaInterval(double BiasCorrection, double Acceleration, double LowLevel, double HighLevel, Interval Interval)
{
    /// <param name="sorted">The draws, ascending.</param>
    /// <param name="acceleration">See <see cref="Resampling.Acceleration"/>.</param>
    /// <returns>Null where every draw lies on one side of the estimate, or all draws are equal: nothing can be corrected.</returns>
    public static BcaInterval? Of(ReadOnlySpan<double> sorted, double estimate, double? acceleration, double confidence)
    {
        if (sorted.IsEmpty || sorted[0] == sorted[^1] || acceleration is not { } a) return null;
        var (below, equal) = (0, 0);
        foreach (var draw in sorted)
        {
            if (draw < estimate) below++;
            else if (draw == estimate) equal++;
        }
        var share = (below + equal / 2.0) / sorted.Length;
        if (share is <= 0 or >= 1) return null;
        var z0 = NormalDistribution.Quantile(share);
        var z = NormalDistribution.Quantile(1 - (1 - confidence) / 2);
        var (low, high) = (Level(-z), Level(z));
        return low < high
            ? new BcaInterval(z0, a, low, high, new Interval(Percentile.OfSorted(sorted, low), Percentile.OfSorted(sorted, high)))
            : null; // an acceleration so strong that the correction turns round

        double Level(double quantile) => NormalDistribution.Cumulative(z0 + (z0 + quantile) / (1 - a * (z0 + quantile)));
    }
}
