using System.Globalization;
using AxSpa.Pipeline.Folds;

namespace AxSpa.Pipeline.Deployment.Recalibration;

/// <summary>
/// A recalibration with its honest figures: the map is fitted on all patients, and beside it each patient has the probability from a
/// map that was fitted on the others. A map judged on the patients it was fitted on always looks calibrated.
/// </summary>
/// <param name="Honest">[patients] cross-fitted probabilities.</param>
public sealed record CrossFittedMap(ProbabilityMap Map, double[] Honest)
{
    public const int Folds = 10;

    /// <summary>Fewer cases or controls would leave folds without one.</summary>
    public const int FewestOfAClass = 10;

    /// <param name="ids">[patients] for folds that do not depend on the order of the rows.</param>
    /// <exception cref="RefusedInputException">Too few cases or controls.</exception>
    public static CrossFittedMap Fit(RecalibrationMethod method, IReadOnlyList<string> ids, bool[] isCase, double[] probability, ulong randomSeed)
    {
        var cases = isCase.Count(one => one);
        if (Math.Min(cases, isCase.Length - cases) < FewestOfAClass)
            throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
                $"Recalibration needs {FewestOfAClass} cases and {FewestOfAClass} controls whom the model scored; there are {cases} and "
                + $"{isCase.Length - cases}. Leave --recalibrate out."));
        var fold = FoldAssignment.Stratified([.. ids.Select((id, i) => new SplitPatient(id, isCase[i]))], Folds, randomSeed);
        var honest = new double[isCase.Length];
        for (var held = 0; held < Folds; held++)
        {
            int[] others = [.. Enumerable.Range(0, isCase.Length).Where(i => fold[i] != held)];
            var map = ProbabilityMap.Fit(method, [.. others.Select(i => isCase[i])], [.. others.Select(i => probability[i])]);
            for (var i = 0; i < honest.Length; i++)
                if (fold[i] == held) honest[i] = map.Apply(probability[i]);
        }
        return new CrossFittedMap(ProbabilityMap.Fit(method, isCase, probability), honest);
    }
}
