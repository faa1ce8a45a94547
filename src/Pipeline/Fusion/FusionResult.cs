using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Fusion;

/// <summary>Everything the fusion job knows when it is done; <see cref="FusionFolder"/> writes it.</summary>
/// <param name="Model">Null where there is nothing to fuse; the summary says why.</param>
public sealed record FusionResult(FusionModel? Model, PredictionTable Predictions, FitSummary Summary);

/// <summary>The fitted fusion.</summary>
/// <param name="Json">The booster's own JSON, fitted on all of train.</param>
/// <param name="Features">
/// One row per patient of the cohort. The MRI column holds the out-of-fold probability for train, and the mean over the fold
/// models otherwise (for reading; a new patient is scored once per fold model and the margins are averaged).
/// </param>
/// <param name="Margins">[patient of the cohort] log-odds: cross-fitted for train, the mean over the MRI fold models otherwise.</param>
/// <param name="HeldOutLogLoss">Mean cross-fitted log loss after round 1, 2, …</param>
/// <param name="Shap">Of the test patients; of validation in a cohort without test.</param>
public sealed record FusionModel(
    int Rounds, byte[] Json, FeatureMatrix Features, double[] Margins, PlattScaling Calibration, double Threshold,
    ImmutableArray<double> HeldOutLogLoss, ShapTable Shap);
