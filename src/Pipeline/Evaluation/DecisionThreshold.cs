using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>Where a probability becomes a decision, chosen on patients that no figure is reported of.</summary>
/// <remarks>
/// Half way between the lowest probability called positive and the highest called negative, so that the choice does not hang on
/// one patient's last digit.
/// </remarks>
public static class DecisionThreshold
{
    /// <summary>Used where none can be chosen because a class is missing.</summary>
    public const double Default = 0.5;

    public static double Choose(ThresholdRule rule, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability) =>
        rule.Sensitivity is { } least ? AtSensitivity(least, isCase, probability) : Youden(isCase, probability);

    /// <summary>The largest sensitivity + specificity − 1; of equally good thresholds the highest.</summary>
    /// <remarks>Youden, Cancer 1950.</remarks>
    public static double Youden(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        var ranked = RankedScores.From(isCase, probability);
        if (ranked.Cases == 0 || ranked.Controls == 0) return Default;
        var best = 0;
        for (var i = 1; i < ranked.Steps.Count; i++)
            if (Gain(i) > Gain(best)) best = i;
        return ranked.CutAfter(best);

        // J · cases · controls in whole numbers: exact ties are seen as ties.
        long Gain(int step) =>
            (long)ranked.Steps[step].TruePositives * ranked.Controls - (long)ranked.Steps[step].FalsePositives * ranked.Cases;
    }

    /// <summary>The highest threshold that finds at least this share of the cases.</summary>
    public static double AtSensitivity(double least, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        var ranked = RankedScores.From(isCase, probability);
        if (ranked.Cases == 0 || ranked.Controls == 0) return Default;
        var wanted = least * ranked.Cases - 1e-9; // 0.9 · 10 is not 9 in binary
        var step = 0;
        while (ranked.Steps[step].TruePositives < wanted) step++;
        return ranked.CutAfter(step);
    }
}
