using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion.Methods;

/// <summary>
/// XGBoost on the branches' probabilities and the clinical features. Rounds, calibration and threshold come from cross-fitting over
/// the out-of-fold table; validation and test are only ever predicted.
/// </summary>
public sealed class BoostedFusion : FusionMethod
{
    public override PredictorId Predictor => PredictorId.Fusion;
    public override string Title => "Late-fusion";
    public override string Colour => "#009E73";
    public override string FileName => FusionFolder.Model;
    public override bool IsAskedFor(FusionOptions options) => true;

    public override FusedModel Fit(FusionTask task, IGradientBoosting boosting)
    {
        var options = Options(task.Options, task.RandomSeed);
        var crossFit = CrossFit.Run(boosting, task.TrainRows, task.IsCase, task.Fold, options, task.Options.MaxRounds);
        var (calibration, threshold) = FusedModel.Calibrate(task, crossFit.Margins);

        using var booster = boosting.Begin(task.TrainRows, task.IsCase, options);
        for (var round = 0; round < crossFit.Rounds; round++) booster.Grow();

        var margins = task.Margins(crossFit.Margins, booster);
        var features = task.AllFeatures();
        return new BoostedModel(
            crossFit.Rounds, booster.ToJson(), features, margins, calibration, threshold, crossFit.LossByRound,
            task.IsExplained ? Explain(task, features, booster) : null);
    }

    /// <summary>The trees without the library, which believes its files: they answer, and explain nothing.</summary>
    public override IFusionPredictor Read(byte[] content, ImmutableArray<string> features) => BoostedTrees.Read(content, features);

    internal static BoostingOptions Options(FusionOptions options, ulong randomSeed) =>
        new(options.MaxDepth, options.LearningRate, options.Subsample, (uint)RandomStream.SeedFor(randomSeed, RandomUse.Boosting) & int.MaxValue);

    private static ShapTable Explain(FusionTask task, FeatureMatrix values, IBooster booster)
    {
        var explained = new[] { PatientSet.Test, PatientSet.Validation, PatientSet.Train }
            .Select(set => task.PatientsIn(other => other == set)).First(patients => patients.Length > 0);
        var isTrain = task.Cohort.Patients[explained[0]].Set == PatientSet.Train;
        ImmutableArray<ImmutableArray<double[]>> logits = isTrain ? [.. task.OutOfFold.Select(one => ImmutableArray.Create<double[]>([one]))] : task.FoldLogits;
        return new FusionAnswers(task.Features, logits).Contributions(task.Cohort, explained, values.Only(explained), booster);
    }
}

/// <summary>The late fusion as fitted.</summary>
/// <param name="Json">The booster's own JSON, fitted on all of train.</param>
/// <param name="Features">One row per patient of the cohort, for reading (<see cref="FusionTask.AllFeatures"/>).</param>
/// <param name="HeldOutLogLoss">Mean cross-fitted log loss after round 1, 2, …</param>
/// <param name="Shap">Of the test patients; of validation in a cohort without test. Null: nobody asked for it.</param>
public sealed record BoostedModel(
    int Rounds, byte[] Json, FeatureMatrix Features, double[] Margins, PlattScaling Calibration, double Threshold,
    ImmutableArray<double> HeldOutLogLoss, ShapTable? Shap) : FusedModel(Margins, Calibration, Threshold, Json);
