using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// All figures of a run, from which metrics.txt and metrics.json are rendered. It holds nothing that differs between two runs
/// of one specification: no time, host, path, run id or attempt.
/// </summary>
/// <param name="Notice">That this is research, not a medical device.</param>
/// <param name="Confidence">Of every interval, such as 0.95.</param>
/// <param name="BootstrapDraws">Draws over patients, stratified by label, the same ones for every model.</param>
/// <param name="SplitHash">Two runs are comparable only where these are equal; null where it is not known.</param>
/// <param name="Models">Calibration and threshold of each model, or why there is none.</param>
/// <param name="FusionRounds">Trees of the fusion; null without one.</param>
/// <param name="Populations">The headline first: test patients with every kind of evidence.</param>
/// <param name="Importance">Of the fusion's features, the greatest first; empty without a fusion.</param>
/// <param name="Notes">What a reader must know to judge the figures, for people.</param>
public sealed record EvaluationReport(
    string Notice, double Confidence, int BootstrapDraws, string? SplitHash, ImmutableArray<ModelFit> Models, int? FusionRounds,
    ImmutableArray<PopulationFigures> Populations, ImmutableArray<FeatureImportance> Importance, ImmutableArray<string> Notes)
{
    public const string ResearchUseOnly = "Research use only, not a medical device.";
}

/// <param name="Models">All three, in the order of <see cref="Model"/>.</param>
/// <param name="Differences">Fusion less each branch, where both have figures.</param>
public sealed record PopulationFigures(
    PatientSet Set, Subgroup Subgroup, int Patients, int Cases,
    ImmutableArray<ModelFigures> Models, ImmutableArray<ModelDifference> Differences);

/// <summary>One model's figures on one population.</summary>
/// <param name="NotAvailable">Why there are no figures; null where there are.</param>
public sealed record ModelFigures(Model Model, string? NotAvailable, Figures? Figures);

/// <param name="AurocDeLong">DeLong's interval, beside the bootstrap's; null where it is undefined.</param>
/// <param name="Threshold">Fixed before evaluation; a patient is positive at or above it.</param>
public sealed record Figures(
    Estimate Auroc, Interval? AurocDeLong, Estimate Auprc, Estimate Brier, double Threshold,
    Estimate Sensitivity, Estimate Specificity, Estimate F1,
    Estimate PositivePredictiveValue, Estimate NegativePredictiveValue, Estimate Accuracy, ConfusionCounts Counts);

/// <summary>A measure with its bootstrap interval.</summary>
/// <param name="Value">Null where it is undefined.</param>
/// <param name="Undefined">Why there is no value; null where there is one.</param>
/// <param name="Interval">Null without a value, without draws, or for a measure that is not bootstrapped.</param>
public sealed record Estimate(double? Value, Interval? Interval, string? Undefined);

/// <summary>First less second on the same patients, with intervals paired by bootstrap draw.</summary>
/// <param name="AurocDeLongP">Two-sided, paired; null where DeLong's variance is undefined or zero.</param>
public sealed record ModelDifference(Model First, Model Second, Estimate Auroc, double? AurocDeLongP, Estimate Auprc, Estimate Brier);
