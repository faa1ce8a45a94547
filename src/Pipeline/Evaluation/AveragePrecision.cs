namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// Area under the precision–recall curve as a step function, Σ (Rₙ − Rₙ₋₁) Pₙ. Not the trapezoid, which is too optimistic
/// (Davis and Goadrich, ICML 2006). A score without information has the prevalence as its value.
/// </summary>
public static class AveragePrecision
{
    /// <returns>In 0 .. 1; null without a case.</returns>
    public static double? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) => Of(RankedScores.From(isCase, score));

    /// <inheritdoc cref="Of(ReadOnlySpan{bool}, ReadOnlySpan{double})"/>
    public static double? Of(RankedScores ranked)
    {
        if (ranked.Cases == 0) return null;
        var sum = 0.0;
        var found = 0;
        foreach (var step in ranked.Steps)
        {
            if (step.TruePositives > found)
                sum += (step.TruePositives - found) * ((double)step.TruePositives / (step.TruePositives + step.FalsePositives));
            found = step.TruePositives;
        }
        return sum / ranked.Cases;
    }
}
