using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Deployment.Recalibration;

/// <summary>What a model's probability becomes, as fitted on labels of another cohort. It never falls, so the order of patients stays.</summary>
/// <param name="Logistic">Slope and intercept on the log-odds; null where <paramref name="Isotonic"/> is used.</param>
public sealed record ProbabilityMap(PlattScaling? Logistic, IsotonicMap? Isotonic)
{
    /// <summary>A probability of exactly 0 or 1 has no finite log-odds.</summary>
    private const double Least = 1e-12;

    public static ProbabilityMap Fit(RecalibrationMethod method, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        if (method == RecalibrationMethod.Isotonic)
            return new ProbabilityMap(null, IsotonicMap.Fit(isCase, probability));
        var logits = new double[probability.Length];
        for (var i = 0; i < logits.Length; i++) logits[i] = LogOdds(probability[i]);
        return new ProbabilityMap(PlattScaling.Fit(isCase, logits), null);
    }

    public double Apply(double probability) => Logistic is { } line ? line.Probability(LogOdds(probability)) : Isotonic!.Apply(probability);

    private static double LogOdds(double probability) => PlattScaling.LogOdds(Math.Clamp(probability, Least, 1 - Least));
}
