namespace AxSpa.Pipeline.Evaluation;

/// <summary>Area under the ROC curve: the probability that a case scores higher than a control, ties counting one half.</summary>
public static class Auroc
{
    /// <returns>In 0 .. 1; null without a case or without a control.</returns>
    public static double? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) => Of(RankedScores.From(isCase, score));

    /// <inheritdoc cref="Of(ReadOnlySpan{bool}, ReadOnlySpan{double})"/>
    public static double? Of(RankedScores ranked)
    {
        if (ranked.Cases == 0 || ranked.Controls == 0) return null;
        long twiceWins = 0; // whole numbers, so that the result does not depend on the order of the sum
        var before = new RankedScores.Step(double.PositiveInfinity, 0, 0);
        foreach (var step in ranked.Steps)
        {
            twiceWins += (long)(step.FalsePositives - before.FalsePositives) * (before.TruePositives + step.TruePositives);
            before = step;
        }
        return twiceWins / (2.0 * ranked.Cases * ranked.Controls);
    }
}
