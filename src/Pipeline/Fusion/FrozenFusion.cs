using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// From the fold models' log-odds of new patients to calibrated probabilities, with everything fixed as the run left it: the mean of
/// the logits, Platt scaling and threshold of each branch, and the fusions.
/// </summary>
/// <remarks>Operation for operation what the run did to its own test patients, so that the same patient gets the same bits.</remarks>
public sealed class FrozenFusion
{
    private readonly PreparedCohort _cohort;
    private readonly FitSummary _fit;
    private readonly BranchMap<FoldAnswers> _branches;
    private readonly FusionFeatures? _features;
    private readonly FusionAnswers? _answers;
    private readonly byte[]? _booster;
    private readonly ImmutableSortedDictionary<PredictorId, IFusionPredictor> _others;
    private readonly IGradientBoosting _boosting;

    /// <param name="columns">The clinical features that the model was fitted on.</param>
    /// <param name="branches">Of those that the model has.</param>
    /// <param name="booster">The late fusion's JSON; null where there was nothing to fuse.</param>
    /// <param name="others">Every further fusion of the model.</param>
    public FrozenFusion(
        PreparedCohort cohort, ImmutableArray<ClinicalColumn> columns, FitSummary fit, BranchMap<FoldAnswers> branches,
        byte[]? booster, ImmutableSortedDictionary<PredictorId, IFusionPredictor> others, IGradientBoosting boosting)
    {
        (_cohort, _fit, _branches, _booster, _others, _boosting) = (cohort, fit, branches, booster, others, boosting);
        if (booster is null) return;
        BranchId[] probabilities = [.. branches.Select(one => one.Key).Where(branch => !BranchRegistry.Of(branch).FusesFeatures)];
        _features = new FusionFeatures(cohort, columns, [.. probabilities]);
        _answers = new FusionAnswers(_features, [.. probabilities.Select(branch => branches[branch]!.Logits)]);
    }

    /// <returns>One row per patient of the cohort; a model that cannot score one is null there.</returns>
    public PredictionTable Predict()
    {
        var logits = _branches.ToDictionary(one => PredictorId.Of(one.Key), one => one.Value.MeanOverFolds());
        if (_booster is not null)
        {
            using var booster = _boosting.Load(_booster);
            logits[PredictorId.Fusion] = _answers!.Margins(Everyone, booster);
            foreach (var (predictor, model) in _others) logits[predictor] = _answers.Margins(Everyone, model);
        }
        ImmutableArray<PredictorId> predictors = [.. _fit.Models.Select(model => model.Model)];
        return new PredictionTable(predictors, [.. _cohort.Patients.Select((patient, i) => new PatientPrediction(
            patient.Id, patient.Set, patient.IsCase,
            new PredictorScores(predictors, [.. predictors.Select(predictor => Score(predictor, logits.GetValueOrDefault(predictor), i))])))]);
    }

    /// <returns>Exact TreeSHAP contributions of these patients; null without a fusion.</returns>
    public ShapTable? Explain(int[] patients)
    {
        if (_booster is null) return null;
        using var booster = _boosting.Load(_booster);
        return _answers!.Contributions(_cohort, patients, Readable(patients), booster);
    }

    private int[] Everyone => [.. Enumerable.Range(0, _cohort.Patients.Length)];

    /// <summary>The features as a person reads them: a branch's probability is the mean over the fold models.</summary>
    private FeatureMatrix Readable(int[] patients)
    {
        var rows = _features!.Rows(patients, []);
        foreach (var (column, (branch, answers)) in _branches.Where(one => !BranchRegistry.Of(one.Key).FusesFeatures).Index())
            for (var row = 0; row < patients.Length; row++)
                rows.Values[row * rows.Columns.Count + column] = (float)answers.Logits.Average(logits => PlattScaling.Sigmoid(logits[patients[row]]));
        return rows;
    }

    private ModelScore? Score(PredictorId model, double[]? logits, int patient) =>
        logits is null ? null : Scores.Of(logits[patient], _fit[model].Calibration!, _fit[model].Threshold!.Value);
}

/// <summary>What the fold models of one branch say.</summary>
/// <param name="Logits">[fold][patient of the cohort] log-odds, NaN for a patient whom the branch cannot score.</param>
public sealed record FoldAnswers(ImmutableArray<double[]> Logits)
{
    /// <returns>[patient of the cohort]</returns>
    internal double[] MeanOverFolds()
    {
        var mean = new double[Logits[0].Length];
        foreach (var logits in Logits)
            for (var i = 0; i < mean.Length; i++) mean[i] += logits[i];
        for (var i = 0; i < mean.Length; i++) mean[i] /= Logits.Length;
        return mean;
    }
}
