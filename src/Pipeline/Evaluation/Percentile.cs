namespace AxSpa.Pipeline.Evaluation;

/// <summary>Percentiles with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, numpy's default).</summary>
public static class Percentile
{
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="fraction">0 .. 1; 0.5 is the median.</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        var position = fraction * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        if (below + 1 >= sorted.Length) return sorted[^1];
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
