namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// Average precision without each row in turn. Leaving a row out lowers the count called positive from its own score downwards
/// by one, so sums over the scores above and below, taken once, give every answer.
/// </summary>
internal static class LeftOutPrecision
{
    /// <returns>[rows]; NaN for the only case.</returns>
    public static double[] Of(bool[] isCase, double[] probability, RankedScores ranked)
    {
        var (order, ends) = RankedScores.Order(isCase, probability);
        var steps = ranked.Steps;
        // Of the steps at and below each: found · TP / N with one control fewer, and found · (TP − 1) / N with one case fewer.
        var (lessControl, lessCase, above) = (new double[steps.Count + 1], new double[steps.Count + 1], new double[steps.Count + 1]);
        for (var step = steps.Count - 1; step >= 0; step--)
        {
            var (found, tp, called) = At(step);
            lessControl[step] = lessControl[step + 1] + (found == 0 ? 0 : found * tp / (called - 1));
            lessCase[step] = lessCase[step + 1] + (found == 0 || tp == 1 ? 0 : found * (tp - 1) / (called - 1));
        }
        for (var step = 0; step < steps.Count; step++)
        {
            var (found, tp, called) = At(step);
            above[step + 1] = above[step] + found * tp / called;
        }

        var leftOut = new double[isCase.Length];
        for (var (step, i) = (0, 0); step < ends.Length; step++)
            for (; i < ends[step]; i++)
            {
                var (found, tp, called) = At(step);
                leftOut[order[i]] = isCase[order[i]]
                    ? (above[step] + (found == 1 ? 0 : (found - 1) * (tp - 1) / (called - 1)) + lessCase[step + 1]) / (ranked.Cases - 1)
                    : (above[step] + lessControl[step]) / ranked.Cases;
            }
        return leftOut;

        (double Found, double TruePositives, double Called) At(int step) => (
            steps[step].TruePositives - (step == 0 ? 0 : steps[step - 1].TruePositives), steps[step].TruePositives,
            steps[step].TruePositives + steps[step].FalsePositives);
    }
}
