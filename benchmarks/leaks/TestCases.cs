using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Randomness;
using AxSpa.Support;

namespace AxSpa.Benchmarks.Leaks;

/// <summary>Predictions whose test figure is as true as the out-of-fold one, or not.</summary>
internal static class TestCases
{
    /// <param name="better">How much higher the true AUROC is on test than out of fold: averaging of fold models may do that.</param>
    /// <param name="known">Share of test patients whom the models know: they are told right by three standard deviations more.</param>
    public static bool Alarms(int train, int test, double auroc, double better, double known, ulong seed)
    {
        var (held, asked) = (Separation(auroc), Separation(auroc + better));
        var rows = Enumerable.Range(0, train + test).Select(i =>
        {
            var stream = RandomStream.From(seed, "implausible test", train, test, i);
            var (set, isCase) = (i < train ? PatientSet.Train : PatientSet.Test, i % 10 < 4);
            var score = stream.NextGaussian() + (isCase ? set == PatientSet.Train ? held : asked : 0);
            if (set == PatientSet.Test && stream.NextDouble() < known) score += isCase ? 3 : -3;
            var probability = 1 / (1 + Math.Exp(-score));
            return ThreePredictors.Patient($"p{i}", set, isCase, null, new ModelScore(probability, probability, false), null);
        });
        return !ImplausibleTest.Look(ThreePredictors.Table([.. rows])).Alarms.IsEmpty;
    }

    /// <returns>Between cases and controls of the binormal model.</returns>
    private static double Separation(double auroc) => Math.Sqrt(2) * NormalDistribution.Quantile(auroc);
}
