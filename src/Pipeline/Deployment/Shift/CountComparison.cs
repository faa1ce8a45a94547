using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>Whether two groups of patients are spread over the same bins alike.</summary>
/// <param name="StabilityIndex">Population stability index, Σ (q − p) ln (q / p); 0 is equal.</param>
/// <param name="ChiSquare">Pearson's statistic of the 2 × k table, without empty bins.</param>
/// <param name="P">How often chance alone gives a statistic as large; null where all patients are in one bin.</param>
/// <remarks>
/// Half a patient is added to each bin of the index, or one empty bin would make it infinite. The index of two groups from one population is about
/// (k − 1)(1/n + 1/m), more than 0.1 for a small cohort: so it is judged together with the test (Yurdakul, "Statistical properties of
/// population stability index", 2018).
/// </remarks>
public sealed record CountComparison(double StabilityIndex, double ChiSquare, int DegreesOfFreedom, double? P)
{
    /// <returns>Null where one of the groups is empty.</returns>
    public static CountComparison? Of(ImmutableArray<int> reference, ImmutableArray<int> found)
    {
        var bins = Enumerable.Range(0, reference.Length).Where(bin => reference[bin] + found[bin] > 0).ToArray();
        double n = reference.Sum(), m = found.Sum();
        if (n == 0 || m == 0) return null;
        var (index, statistic) = (0.0, 0.0);
        foreach (var bin in bins)
        {
            var (p, q) = ((reference[bin] + 0.5) / (n + 0.5 * bins.Length), (found[bin] + 0.5) / (m + 0.5 * bins.Length));
            index += (q - p) * Math.Log(q / p);
            var together = (double)(reference[bin] + found[bin]) / (n + m);
            statistic += Square(reference[bin] - n * together) / (n * together) + Square(found[bin] - m * together) / (m * together);
        }
        var degrees = bins.Length - 1;
        return new CountComparison(index, statistic, degrees, degrees > 0 ? ChiSquareDistribution.UpperTail(statistic, degrees) : null);
    }

    private static double Square(double value) => value * value;
}
