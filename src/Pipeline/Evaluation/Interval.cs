namespace AxSpa.Pipeline.Evaluation;

public readonly record struct Interval(double Low, double High)
{
    /// <summary>The central part of a bootstrap distribution, by percentiles.</summary>
    /// <param name="draws">Any order; left as it is.</param>
    /// <param name="confidence">0.95: from the 2.5th to the 97.5th percentile.</param>
    /// <returns>Null for no draws.</returns>
    public static Interval? OfDraws(ReadOnlySpan<double> draws, double confidence)
    {
        if (draws.IsEmpty) return null;
        var sorted = draws.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, confidence);
    }

    /// <param name="sorted">Ascending, at least one.</param>
    internal static Interval OfSorted(ReadOnlySpan<double> sorted, double confidence)
    {
        var tail = (1 - confidence) / 2;
        return new Interval(Percentile.OfSorted(sorted, tail), Percentile.OfSorted(sorted, 1 - tail));
    }
}
