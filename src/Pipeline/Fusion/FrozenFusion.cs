using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// From the fold models' log-odds of new patients to calibrated probabilities, with everything fixed as the run left it: the mean of
/// the logits, Platt scaling and threshold of each branch, and the late fusion.
/// </summary>
/// <remarks>Operation for operation what the run did to its own test patients, so that the same patient gets the same bits.</remarks>
public sealed class FrozenFusion
{
    private readonly PreparedCohort _cohort;
    private readonly FitSummary _fit;
    private readonly ImmutableArray<double[]>? _mri, _clinical;
    private readonly FusionFeatures? _features;
    private readonly byte[]? _booster;
    private readonly IGradientBoosting _boosting;

    /// <param name="columns">The clinical features that the model was fitted on.</param>
    /// <param name="mri">[fold][patient] log-odds, NaN without a scan; null: the model has no such branch.</param>
    /// <param name="clinical">The same of the clinical branch.</param>
    /// <param name="booster">The fusion's JSON; null where there was nothing to fuse.</param>
    public FrozenFusion(
        PreparedCohort cohort, ImmutableArray<ClinicalColumn> columns, FitSummary fit, ImmutableArray<double[]>? mri, ImmutableArray<double[]>? clinical,
        byte[]? booster, IGradientBoosting boosting)
    {
        (_cohort, _fit, _mri, _clinical, _booster, _boosting) = (cohort, fit, mri, clinical, booster, boosting);
        _features = booster is null ? null : new FusionFeatures(cohort, columns, withMri: mri is not null);
    }

    /// <returns>One row per patient of the cohort; a model that cannot score one is null there.</returns>
    public PredictionTable Predict()
    {
        var (mri, clinical) = (MeanOverFolds(_mri), MeanOverFolds(_clinical));
        double[]? fusion = null;
        if (_booster is not null)
        {
            using var booster = _boosting.Load(_booster);
            fusion = new FusionAnswers(_features!, _mri, booster).Margins(Everyone);
        }
        return new PredictionTable([.. _cohort.Patients.Select((patient, i) => new PatientPrediction(
            patient.Id, patient.Set, patient.IsCase, Score(Model.Mri, mri, i), Score(Model.Clinical, clinical, i), Score(Model.Fusion, fusion, i)))]);
    }

    /// <returns>Exact TreeSHAP contributions of these patients; null without a fusion.</returns>
    public ShapTable? Explain(int[] patients)
    {
        if (_booster is null) return null;
        using var booster = _boosting.Load(_booster);
        return new FusionAnswers(_features!, _mri, booster).Contributions(_cohort, patients, Readable(patients));
    }

    private int[] Everyone => [.. Enumerable.Range(0, _cohort.Patients.Length)];

    /// <summary>The features as a person reads them: the MRI probability is the mean over the fold models.</summary>
    private FeatureMatrix Readable(int[] patients)
    {
        var rows = _features!.Rows(patients, null);
        if (_mri is { } folds)
            for (var row = 0; row < patients.Length; row++)
                rows.Values[row * rows.Columns.Count] = (float)folds.Average(logits => PlattScaling.Sigmoid(logits[patients[row]]));
        return rows;
    }

    private ModelScore? Score(Model model, double[]? logits, int patient) =>
        logits is null ? null : Scores.Of(logits[patient], _fit[model].Calibration!, _fit[model].Threshold!.Value);

    private static double[]? MeanOverFolds(ImmutableArray<double[]>? foldLogits)
    {
        if (foldLogits is not { } folds) return null;
        var mean = new double[folds[0].Length];
        foreach (var logits in folds)
            for (var i = 0; i < mean.Length; i++) mean[i] += logits[i];
        for (var i = 0; i < mean.Length; i++) mean[i] /= folds.Length;
        return mean;
    }
}
