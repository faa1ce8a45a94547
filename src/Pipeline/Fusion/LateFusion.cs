using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// XGBoost on the MRI probability and the clinical features. Rounds, calibration and threshold come from cross-fitting over
/// the out-of-fold table; validation and test are only ever predicted.
/// </summary>
/// <remarks>
/// Each train row's MRI feature is one fold model's probability. So a new patient is scored once per fold model and the
/// margins are averaged: an average of probabilities would be a feature with less noise than the trees were grown on.
/// </remarks>
public static class LateFusion
{
    /// <param name="mri">Null: the run has no MRI branch.</param>
    /// <param name="clinical">Null: the run has no clinical branch, and then there is nothing to fuse.</param>
    public static FusionResult Fit(
        PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical, FusionOptions options, ThresholdRule thresholdRule,
        ulong randomSeed, IGradientBoosting boosting)
    {
        if (mri is null && clinical is null) throw new ArgumentException("A run needs at least one branch.");
        var model = clinical is null ? null : FitModel(cohort, mri, options, thresholdRule, randomSeed, boosting);
        var predictions = cohort.Patients.Select((patient, i) => new PatientPrediction(
            patient.Id, patient.Set, patient.IsCase, mri?.Score(i), clinical?.Score(i),
            model is null ? null : Scores.Of(model.Margins[i], model.Calibration, model.Threshold)));
        return new FusionResult(model, new PredictionTable([.. predictions]), Summarize(cohort, mri, clinical, model));
    }

    internal static BoostingOptions Options(FusionOptions options, ulong randomSeed) =>
        new(options.MaxDepth, options.LearningRate, options.Subsample, (uint)RandomStream.SeedFor(randomSeed, RandomUse.Boosting) & int.MaxValue);

    private static FusionModel FitModel(
        PreparedCohort cohort, BranchEnsemble? mri, FusionOptions options, ThresholdRule thresholdRule, ulong randomSeed,
        IGradientBoosting boosting)
    {
        var features = new FusionFeatures(cohort, withMri: mri is not null);
        var train = PatientsIn(cohort, set => set == PatientSet.Train);
        var fresh = PatientsIn(cohort, set => set != PatientSet.Train);
        var trainRows = features.Rows(train, mri?.Logits); // a train patient's logit is the out-of-fold one
        bool[] isCase = [.. train.Select(i => cohort.Patients[i].IsCase)];
        int[] fold = [.. train.Select(i => cohort.Patients[i].Fold!.Value)];
        var boostingOptions = Options(options, randomSeed);

        var crossFit = CrossFit.Run(boosting, trainRows, isCase, fold, boostingOptions, options.MaxRounds);
        var calibration = PlattScaling.Fit(isCase, crossFit.Margins);
        var threshold = DecisionThreshold.Choose(thresholdRule, isCase, [.. crossFit.Margins.Select(calibration.Probability)]);

        using var booster = boosting.Begin(trainRows, isCase, boostingOptions);
        for (var round = 0; round < crossFit.Rounds; round++) booster.Grow();

        var margins = new double[cohort.Patients.Length];
        for (var i = 0; i < train.Length; i++) margins[train[i]] = crossFit.Margins[i];
        var freshMargins = new FusionAnswers(features, mri?.FoldLogits, booster).Margins(fresh);
        for (var i = 0; i < fresh.Length; i++) margins[fresh[i]] = freshMargins[i];
        var allFeatures = AllFeatures(cohort, features, mri);
        return new FusionModel(
            crossFit.Rounds, booster.ToJson(), allFeatures, margins, calibration, threshold, crossFit.LossByRound,
            Explain(cohort, features, allFeatures, mri, booster));
    }

    internal static ShapTable Explain(
        PreparedCohort cohort, FusionFeatures features, FeatureMatrix values, BranchEnsemble? mri, IFusionPredictor fusion)
    {
        var explained = new[] { PatientSet.Test, PatientSet.Validation, PatientSet.Train }
            .Select(set => PatientsIn(cohort, other => other == set)).First(patients => patients.Length > 0);
        var isTrain = cohort.Patients[explained[0]].Set == PatientSet.Train;
        ImmutableArray<double[]>? logits = isTrain && mri is not null ? [mri.Logits] : mri?.FoldLogits;
        return new FusionAnswers(features, logits, fusion).Contributions(cohort, explained, values.Only(explained));
    }

    internal static FeatureMatrix AllFeatures(PreparedCohort cohort, FusionFeatures features, BranchEnsemble? mri)
    {
        var all = Enumerable.Range(0, cohort.Patients.Length).ToArray();
        var rows = features.Rows(all, mri?.Logits);
        if (mri is null) return rows;
        foreach (var patient in all.Where(i => cohort.Patients[i].Set != PatientSet.Train && !double.IsNaN(mri.Logits[i])))
            rows.Values[patient * rows.Columns.Count] = (float)mri.FoldLogits.Average(logits => PlattScaling.Sigmoid(logits[patient]));
        return rows;
    }

    internal static int[] PatientsIn(PreparedCohort cohort, Func<PatientSet, bool> isWanted) =>
        [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => isWanted(cohort.Patients[i].Set))];

    private static FitSummary Summarize(PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical, FusionModel? model)
    {
        var noMri = cohort.Scans.IsEmpty ? "no MRI in this cohort" : "no MRI branch in this run";
        var noClinical = cohort.Columns.IsEmpty ? "no clinical features in this cohort" : "no clinical branch in this run";
        return new FitSummary(
            [
                new ModelFit(Model.Mri, mri is null ? noMri : null, mri?.Calibration, mri?.Threshold),
                new ModelFit(Model.Clinical, clinical is null ? noClinical : null, clinical?.Calibration, clinical?.Threshold),
                new ModelFit(Model.Fusion, model is null ? "only the MRI branch is present" : null, model?.Calibration, model?.Threshold),
            ],
            model?.Rounds, model is null ? [] : [.. model.Features.Columns]);
    }
}
