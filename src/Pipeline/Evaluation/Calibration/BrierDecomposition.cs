namespace AxSpa.Pipeline.Evaluation.Calibration;

/// <summary>
/// What the Brier score is made of: reliability (distance of predictions from what came true; less is better), resolution
/// (how far apart the bins' outcomes lie; more is better) and uncertainty (the outcome's own variance, which no model changes).
/// </summary>
/// <param name="WithinBins">What binning leaves over: variance of the predictions inside bins less twice their covariance with the outcome.</param>
/// <remarks>
/// Brier = Reliability − Resolution + Uncertainty + WithinBins, exactly. Murphy, J Appl Meteorol 1973; the last term is
/// Stephenson, Coelho, Jolliffe, Weather and Forecasting 2008.
/// </remarks>
public sealed record BrierDecomposition(double Reliability, double Resolution, double Uncertainty, double WithinBins)
{
    /// <param name="isCase">[rows], at least one.</param>
    /// <param name="probability">[rows] in 0 .. 1.</param>
    public static BrierDecomposition Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability, int bins)
    {
        var (rows, cases, sum) = ReliabilityBins.Tally(isCase, probability, bins);
        double n = isCase.Length, prevalence = isCase.Count(true) / n;
        var (reliability, resolution, variance, covariance) = (0.0, 0.0, 0.0, 0.0);
        for (var bin = 0; bin < bins; bin++)
        {
            if (rows[bin] == 0) continue;
            double predicted = sum[bin] / rows[bin], observed = (double)cases[bin] / rows[bin];
            reliability += rows[bin] * (predicted - observed) * (predicted - observed) / n;
            resolution += rows[bin] * (observed - prevalence) * (observed - prevalence) / n;
        }
        for (var i = 0; i < isCase.Length; i++)
        {
            var bin = ReliabilityBins.BinOf(probability[i], bins);
            var fromMean = probability[i] - sum[bin] / rows[bin];
            variance += fromMean * fromMean / n;
            covariance += fromMean * ((isCase[i] ? 1 : 0) - (double)cases[bin] / rows[bin]) / n;
        }
        return new BrierDecomposition(reliability, resolution, prevalence * (1 - prevalence), variance - 2 * covariance);
    }
}
