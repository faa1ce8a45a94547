namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// Where each row stands among those of the other class: for a case the share of controls below it, for a control the share of
/// cases above it, ties counting one half. Their means are the AUROC, their spread its variance.
/// </summary>
internal static class PlacementValues
{
    /// <param name="isCase">[rows], both classes.</param>
    /// <returns>[rows] in 0 .. 1.</returns>
    public static double[] ByRow(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score, RankedScores ranked)
    {
        var (order, ends) = RankedScores.Order(isCase, score);
        var placement = new double[order.Length];
        var before = new RankedScores.Step(double.PositiveInfinity, 0, 0);
        var next = 0;
        for (var group = 0; group < ends.Length; before = ranked.Steps[group++])
        {
            var step = ranked.Steps[group];
            for (; next < ends[group]; next++)
                placement[order[next]] = isCase[order[next]]
                    ? (ranked.Controls - (before.FalsePositives + step.FalsePositives) / 2.0) / ranked.Controls
                    : (before.TruePositives + step.TruePositives) / 2.0 / ranked.Cases;
        }
        return placement;
    }
}
