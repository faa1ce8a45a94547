using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// The transparent baseline beside <see cref="LateFusion"/>: a penalised logistic regression on the same features, folds and patients. Penalty,
/// calibration and threshold come from cross-fitting over the out-of-fold table; validation and test are only ever predicted.
/// </summary>
public static class LogisticFusion
{
    /// <summary>For people, in reports and figures.</summary>
    public const string Title = "Logistic-fusion";

    /// <summary>In column names, JSON and the specification.</summary>
    public const string Key = "logistic";

    /// <summary>What <see cref="LogisticModel.ToJson"/> is kept as, in the folder of the fusion and in a bundle's.</summary>
    public const string File = "logistic.json";

    /// <param name="mri">Null: the run has no MRI branch.</param>
    /// <param name="clinical">Null: the run has no clinical branch, and then there is nothing to fuse.</param>
    /// <param name="refits">How many bootstrap refits the stability rests on; 0: none is computed.</param>
    /// <returns>Null where there is nothing to fuse.</returns>
    /// <exception cref="RefusedInputException">Without some fold there is no case or no control left to learn from.</exception>
    public static LogisticFusionResult? Fit(
        PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical, ThresholdRule thresholdRule, ulong randomSeed,
        int refits = CoefficientStability.UsualRefits)
    {
        if (clinical is null) return null;
        var features = new FusionFeatures(cohort, withMri: mri is not null);
        var train = cohort.In(PatientSet.Train);
        var fresh = LateFusion.PatientsIn(cohort, set => set != PatientSet.Train);
        var rows = features.Rows(train, mri?.Logits); // a train patient's logit is the out-of-fold one
        var (isCase, fold) = (Array.ConvertAll(train, i => cohort.Patients[i].IsCase), Array.ConvertAll(train, i => cohort.Patients[i].Fold!.Value));

        var crossFit = PenaltyCrossFit.Run(rows, isCase, fold);
        var calibration = PlattScaling.Fit(isCase, crossFit.Margins);
        var threshold = DecisionThreshold.Choose(thresholdRule, isCase, [.. crossFit.Margins.Select(calibration.Probability)]);
        var model = LogisticModel.Fit(rows, isCase, crossFit);
        if (refits > 0) model = model with { Stability = CoefficientStability.Of(rows, isCase, fold, model, randomSeed, refits) };

        var margins = new double[cohort.Patients.Length];
        for (var i = 0; i < train.Length; i++) margins[train[i]] = crossFit.Margins[i];
        var freshMargins = new FusionAnswers(features, mri?.FoldLogits, model).Margins(fresh);
        for (var i = 0; i < fresh.Length; i++) margins[fresh[i]] = freshMargins[i];
        return new LogisticFusionResult(
            model, margins, calibration, threshold, LateFusion.Explain(cohort, features, LateFusion.AllFeatures(cohort, features, mri), mri, model));
    }
}

/// <summary>The fitted baseline, beside the <see cref="FusionModel"/> of the same run.</summary>
/// <param name="Margins">[patient of the cohort] log-odds: cross-fitted for train, the mean over the MRI fold models otherwise.</param>
/// <param name="Shap">Of the test patients; of validation in a cohort without test.</param>
public sealed record LogisticFusionResult(LogisticModel Model, double[] Margins, PlattScaling Calibration, double Threshold, ShapTable Shap)
{
    /// <param name="patient">Index into the cohort.</param>
    public ModelScore Score(int patient) => Scores.Of(Margins[patient], Calibration, Threshold)!;
}
