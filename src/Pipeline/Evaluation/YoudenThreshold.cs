namespace AxSpa.Pipeline.Evaluation;

/// <summary>The threshold with the largest sensitivity + specificity − 1 (Youden, Cancer 1950).</summary>
public static class YoudenThreshold
{
    /// <summary>Used where no threshold can be chosen because a class is missing.</summary>
    public const double Default = 0.5;

    /// <returns>
    /// Half way between the lowest score called positive and the highest called negative; of equally good thresholds the
    /// highest. <see cref="Default"/> without a case or without a control.
    /// </returns>
    public static double Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        var ranked = RankedScores.From(isCase, probability);
        if (ranked.Cases == 0 || ranked.Controls == 0) return Default;
        var best = 0;
        for (var i = 1; i < ranked.Steps.Count; i++)
            if (Gain(i) > Gain(best)) best = i;

        var lowestPositive = ranked.Steps[best].Threshold;
        if (best == ranked.Steps.Count - 1) return lowestPositive;
        var highestNegative = ranked.Steps[best + 1].Threshold;
        var middle = highestNegative + (lowestPositive - highestNegative) / 2;
        return middle > highestNegative ? middle : lowestPositive; // neighbouring doubles have no middle

        // J · cases · controls in whole numbers: exact ties are seen as ties.
        long Gain(int step) =>
            (long)ranked.Steps[step].TruePositives * ranked.Controls - (long)ranked.Steps[step].FalsePositives * ranked.Cases;
    }
}
