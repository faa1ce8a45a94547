using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// The fold models of one branch taken together. A train patient keeps the score of the one model that never saw them; a
/// validation or test patient gets the mean of all models' log-odds. Calibration and threshold come from validation.
/// </summary>
/// <param name="FoldLogits">[fold][patient of the cohort]; NaN where that fold's model has no business with the patient.</param>
/// <param name="Logits">[patient of the cohort], not calibrated; NaN without a score.</param>
public sealed record BranchEnsemble(
    BranchId Branch, ImmutableArray<double[]> FoldLogits, double[] Logits, PlattScaling Calibration, double Threshold)
{
    /// <param name="folds">Every fold's scores; checked by the <see cref="CoverageLedger"/> first.</param>
    /// <exception cref="CoverageException">The scores do not cover the branch's patients exactly once.</exception>
    public static BranchEnsemble Combine(
        PreparedCohort cohort, BranchId branch, IReadOnlyList<(FoldId Fold, IReadOnlyList<PatientScore> Scores)> folds, ThresholdRule thresholdRule)
    {
        CoverageLedger.Check(cohort, branch, folds);
        var index = new Dictionary<string, int>();
        for (var i = 0; i < cohort.Patients.Length; i++) index[cohort.Patients[i].Id] = i;

        var logits = new double[cohort.Patients.Length];
        var scored = new int[logits.Length];
        var byFold = ImmutableArray.CreateBuilder<double[]>(folds.Count);
        foreach (var (_, scores) in folds.OrderBy(fold => fold.Fold.Index)) // a fixed order: sums of doubles depend on it
        {
            var ofFold = new double[logits.Length];
            Array.Fill(ofFold, double.NaN);
            foreach (var score in scores)
            {
                var patient = index[score.PatientId];
                ofFold[patient] = score.Logit;
                logits[patient] += score.Logit;
                scored[patient]++;
            }
            byFold.Add(ofFold);
        }
        for (var i = 0; i < logits.Length; i++) logits[i] = scored[i] == 0 ? double.NaN : logits[i] / scored[i];

        var validation = Enumerable.Range(0, logits.Length)
            .Where(i => scored[i] > 0 && cohort.Patients[i].Set == PatientSet.Validation).ToArray();
        bool[] isCase = [.. validation.Select(i => cohort.Patients[i].IsCase)];
        var calibration = PlattScaling.Fit(isCase, [.. validation.Select(i => logits[i])]);
        var threshold = DecisionThreshold.Choose(thresholdRule, isCase, [.. validation.Select(i => calibration.Probability(logits[i]))]);
        return new BranchEnsemble(branch, byFold.ToImmutable(), logits, calibration, threshold);
    }

    /// <returns>Null where the branch has no score, as for a patient without MRI.</returns>
    public ModelScore? Score(int patient) => Scores.Of(Logits[patient], Calibration, Threshold);
}

internal static class Scores
{
    public static ModelScore? Of(double logit, PlattScaling calibration, double threshold)
    {
        if (double.IsNaN(logit)) return null;
        var probability = calibration.Probability(logit);
        return new ModelScore(PlattScaling.Sigmoid(logit), probability, probability >= threshold);
    }
}
