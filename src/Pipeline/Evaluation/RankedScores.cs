namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// The scores of a set of patients in descending order, as the sequence of confusions that a falling threshold passes
/// through: equal scores always cross the threshold together. AUROC, AUPRC, their curves and Youden's threshold all read it.
/// </summary>
/// <param name="Steps">One per distinct score, highest first.</param>
public sealed record RankedScores(int Cases, int Controls, IReadOnlyList<RankedScores.Step> Steps)
{
    /// <summary>What the rule "score ≥ <paramref name="Threshold"/>" calls positive.</summary>
    public readonly record struct Step(double Threshold, int TruePositives, int FalsePositives);

    /// <param name="isCase">[patients]</param>
    /// <param name="score">[patients], higher means more likely a case; any range.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static RankedScores From(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score)
    {
        var (order, groupEnds) = Order(isCase, score);
        var steps = new Step[groupEnds.Length];
        var (cases, controls, next) = (0, 0, 0);
        for (var group = 0; group < steps.Length; group++)
        {
            for (; next < groupEnds[group]; next++)
            {
                if (isCase[order[next]]) cases++;
                else controls++;
            }
            steps[group] = new Step(score[order[next - 1]], cases, controls);
        }
        return new RankedScores(cases, controls, steps);
    }

    /// <summary>The threshold that calls positive what a step does: half way between its own score and the next lower one.</summary>
    public double CutAfter(int step)
    {
        var lowestPositive = Steps[step].Threshold;
        if (step == Steps.Count - 1) return lowestPositive;
        var highestNegative = Steps[step + 1].Threshold;
        var middle = highestNegative + (lowestPositive - highestNegative) / 2;
        return middle > highestNegative ? middle : lowestPositive; // neighbouring doubles have no middle
    }

    /// <summary>
    /// The same ROC line with fewer points: a step between two equal steps is left out, as scikit-learn's drop_intermediate does.
    /// </summary>
    public RankedScores WithoutIntermediateSteps()
    {
        var kept = Steps.Where((step, i) => i == 0 || i == Steps.Count - 1 || Turns(Steps[i - 1], step, Steps[i + 1]));
        return this with { Steps = [.. kept] };

        static bool Turns(Step before, Step step, Step after) =>
            after.TruePositives - step.TruePositives != step.TruePositives - before.TruePositives ||
            after.FalsePositives - step.FalsePositives != step.FalsePositives - before.FalsePositives;
    }

    /// <returns>The rows by descending score (ties in row order), and where each group of equal scores ends, exclusive.</returns>
    internal static (int[] Order, int[] GroupEnds) Order(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score)
    {
        RequireOnePerPatient(isCase, score);
        var keys = new double[score.Length];
        var order = new int[score.Length];
        for (var i = 0; i < order.Length; i++) (keys[i], order[i]) = (-score[i], i);
        Array.Sort(keys, order);

        var ends = new List<int>(order.Length);
        for (var end = 1; end <= order.Length; end++)
        {
            if (end < order.Length && keys[end] == keys[end - 1]) continue;
            // Array.Sort is not stable; row order within a tie makes the order a function of the data alone.
            var start = ends.Count == 0 ? 0 : ends[^1];
            order.AsSpan(start, end - start).Sort();
            ends.Add(end);
        }
        return (order, ends.ToArray());
    }

    internal static void RequireOnePerPatient(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score)
    {
        if (isCase.Length != score.Length)
            throw new ArgumentException($"{isCase.Length} labels but {score.Length} scores; each patient needs one of both.");
        foreach (var value in score)
            if (double.IsNaN(value)) throw new ArgumentException("A score is NaN; patients without a score must be left out.");
    }
}
