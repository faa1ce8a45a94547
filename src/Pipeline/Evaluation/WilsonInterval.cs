namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// The interval of a proportion from the score test. Unlike p ± z·se it never leaves 0 .. 1, and it has a width where every or
/// no patient was called right.
/// </summary>
/// <remarks>Wilson, JASA 1927, without continuity correction; recommended by Brown, Cai and DasGupta, Statistical Science 2001.</remarks>
public static class WilsonInterval
{
    /// <returns>Null where there is nobody to count.</returns>
    public static Interval? Of(int successes, int of, double confidence)
    {
        if (of == 0) return null;
        var z = NormalDistribution.Quantile(1 - (1 - confidence) / 2);
        var (p, n) = ((double)successes / of, (double)of);
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        // Rounding must not push an interval off the ends that it touches.
        return new Interval(successes == 0 ? 0 : middle - half, successes == of ? 1 : middle + half);
    }
}
