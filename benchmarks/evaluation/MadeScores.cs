using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Evaluation;

/// <summary>Scores from the binormal model: controls N(0, 1), cases N(d, 1), so the true AUROC is Φ(d / √2).</summary>
internal static class MadeScores
{
    /// <returns>d for a true AUROC.</returns>
    public static double Separation(double auroc) => Math.Sqrt(2) * NormalDistribution.Quantile(auroc);

    /// <returns>Probabilities in row order: cases first.</returns>
    public static double[] Draw(int cases, int controls, double separation, RandomStream random)
    {
        var scores = new double[cases + controls];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Probability(random.NextGaussian() + (i < cases ? separation : 0));
        return scores;
    }

    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
