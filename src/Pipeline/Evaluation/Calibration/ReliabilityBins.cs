using System.Collections.Immutable;

namespace AxSpa.Pipeline.Evaluation.Calibration;

/// <summary>Rows grouped by what was predicted, to see whether it came true as often.</summary>
/// <param name="Count">Number of bins of equal width.</param>
/// <param name="Bins">Those that hold somebody, by rising probability.</param>
public sealed record ReliabilityBins(int Count, ImmutableArray<ReliabilityBins.Bin> Bins)
{
    /// <summary>The usual number.</summary>
    public const int Usual = 10;

    /// <param name="Above">Predictions of the bin are above this one (at least this one in the first bin) …</param>
    /// <param name="UpTo">… and at most this one.</param>
    /// <param name="MeanPredicted">In 0 .. 1.</param>
    /// <param name="Observed">Share of cases.</param>
    /// <param name="ObservedInterval">Wilson's; null where a patient has several rows.</param>
    public sealed record Bin(double Above, double UpTo, int Rows, int Cases, double MeanPredicted, double Observed, Interval? ObservedInterval);

    /// <param name="isCase">[rows], at least one.</param>
    /// <param name="probability">[rows] in 0 .. 1.</param>
    /// <param name="confidence">Of each bin's interval; null: no intervals.</param>
    public static ReliabilityBins Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability, int count, double? confidence)
    {
        var (rows, cases, sum) = Tally(isCase, probability, count);
        return new ReliabilityBins(count,
        [
            .. from bin in Enumerable.Range(0, count)
               where rows[bin] > 0
               select new Bin(
                   (double)bin / count, (bin + 1.0) / count, rows[bin], cases[bin], sum[bin] / rows[bin], (double)cases[bin] / rows[bin],
                   confidence is { } level ? WilsonInterval.Of(cases[bin], rows[bin], level) : null),
        ]);
    }

    /// <summary>Mean distance of prediction and outcome over the bins, each weighted by its rows (ECE).</summary>
    /// <remarks>Naeini, Cooper, Hauskrecht, AAAI 2015. Too large in small samples: chance alone parts the two in every bin.</remarks>
    public double ExpectedCalibrationError() => Bins.Sum(bin => bin.Rows * Distance(bin)) / Bins.Sum(bin => bin.Rows);

    /// <summary>The largest distance of any bin (MCE).</summary>
    public double LargestCalibrationError() => Bins.Max(Distance);

    /// <returns>[bins] rows, cases and summed probability of each.</returns>
    internal static (int[] Rows, int[] Cases, double[] Sum) Tally(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability, int count)
    {
        var (rows, cases, sum) = (new int[count], new int[count], new double[count]);
        for (var i = 0; i < isCase.Length; i++)
        {
            var bin = BinOf(probability[i], count);
            rows[bin]++;
            cases[bin] += isCase[i] ? 1 : 0;
            sum[bin] += probability[i];
        }
        return (rows, cases, sum);
    }

    /// <returns>b for a probability in (b / count, (b + 1) / count]; 0 is in the first.</returns>
    internal static int BinOf(double probability, int count)
    {
        var bin = Math.Clamp((int)Math.Ceiling(probability * count) - 1, 0, count - 1);
        // The product is rounded: an edge itself belongs below.
        if (bin > 0 && probability <= (double)bin / count) return bin - 1;
        return bin < count - 1 && probability > (bin + 1.0) / count ? bin + 1 : bin;
    }

    private static double Distance(Bin bin) => Math.Abs(bin.MeanPredicted - bin.Observed);
}
