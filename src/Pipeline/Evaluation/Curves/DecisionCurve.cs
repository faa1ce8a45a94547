namespace AxSpa.Pipeline.Evaluation.Curves;

/// <summary>
/// Net benefit of acting on a model: true positives per patient, less false positives weighted by the odds of the threshold.
/// It answers whether using the model does more good than referring everyone or no one.
/// </summary>
/// <remarks>
/// Vickers and Elkin, Med Decis Making 2006. Only meaningful for calibrated probabilities and at the prevalence of the
/// clinic; a threshold is the risk at which a clinician would act (rule: act when probability ≥ threshold).
/// </remarks>
/// <param name="Points">By ascending threshold.</param>
public sealed record DecisionCurve(IReadOnlyList<DecisionCurve.Point> Points)
{
    /// <param name="TreatAll">Net benefit of acting on everyone; of acting on no one it is 0.</param>
    /// <param name="InterventionsAvoidedPer100">Net reduction of interventions per 100 patients, against acting on everyone.</param>
    public readonly record struct Point(double Threshold, double NetBenefit, double TreatAll, double InterventionsAvoidedPer100)
    {
        public double TreatNone => 0;
    }

    /// <summary>0.01, 0.02 … 0.99.</summary>
    public static IReadOnlyList<double> UsualThresholds { get; } = [.. Enumerable.Range(1, 99).Select(percent => percent / 100.0)];

    /// <param name="thresholds">Each in (0, 1): at 1 the odds are infinite.</param>
    /// <returns>Null for no patients.</returns>
    public static DecisionCurve? From(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability, IReadOnlyList<double> thresholds)
    {
        RankedScores.RequireOnePerPatient(isCase, probability);
        if (isCase.IsEmpty) return null;
        var points = new Point[thresholds.Count];
        for (var i = 0; i < points.Length; i++) points[i] = At(thresholds[i], isCase, probability);
        return new DecisionCurve(points);
    }

    private static Point At(double threshold, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        if (threshold is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A decision threshold lies between 0 and 1, both excluded.");
        var counts = ConfusionCounts.At(threshold, isCase, probability);
        return At(threshold, counts.TruePositives, counts.FalsePositives, counts.TruePositives + counts.FalseNegatives,
            counts.FalsePositives + counts.TrueNegatives);
    }

    /// <param name="truePositives">Cases at or above the threshold.</param>
    /// <param name="falsePositives">Controls at or above it.</param>
    internal static Point At(double threshold, double truePositives, double falsePositives, double cases, double controls)
    {
        var n = cases + controls;
        var odds = threshold / (1 - threshold);
        var prevalence = cases / n;
        var netBenefit = truePositives / n - falsePositives / n * odds;
        var treatAll = prevalence - (1 - prevalence) * odds;
        return new Point(threshold, netBenefit, treatAll, (netBenefit - treatAll) / odds * 100);
    }
}
