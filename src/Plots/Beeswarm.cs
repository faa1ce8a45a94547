namespace AxSpa.Plots;

/// <summary>
/// Spreads the points of one row up and down so that equal values lie beside each other: points of one narrow bin stack from
/// the middle outwards, and the fullest bin fills the row. No random jitter, so a figure is the same every time.
/// </summary>
internal static class Beeswarm
{
    private const double LargestStep = .06;

    /// <param name="values">Positions along the row.</param>
    /// <param name="binWidth">In the unit of the values, about half a point's width.</param>
    /// <param name="halfHeight">How far from the middle a point may lie.</param>
    /// <returns>Each point's offset from the middle.</returns>
    public static double[] Offsets(ReadOnlySpan<double> values, double binWidth, double halfHeight)
    {
        var offsets = new double[values.Length];
        var bins = new Dictionary<long, int>();
        for (var i = 0; i < values.Length; i++)
        {
            var bin = (long)Math.Round(values[i] / binWidth);
            var inBin = bins.GetValueOrDefault(bin);
            // 0, +1, -1, +2, -2 ...
            offsets[i] = (inBin + 1) / 2 * (inBin % 2 == 1 ? 1 : -1);
            bins[bin] = inBin + 1;
        }
        var widest = offsets.Length == 0 ? 0 : offsets.Max(Math.Abs);
        var step = widest == 0 ? 0 : Math.Min(LargestStep, halfHeight / widest);
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] *= step;
        return offsets;
    }
}
