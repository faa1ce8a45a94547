using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// All figures of a run or of a table of predictions: metrics.json, from which metrics.txt and the pictures are made. It holds
/// nothing that differs between two runs of one specification: no time, host, path, run id or attempt.
/// </summary>
/// <param name="Notice">That this is research, not a medical device.</param>
/// <param name="Confidence">Of every interval, such as 0.95.</param>
/// <param name="BootstrapDraws">Draws over patients, stratified by label, the same ones for every model.</param>
/// <param name="SplitHash">Two runs are comparable only where these are equal; null where it is not known.</param>
/// <param name="Models">In the order in which every block shows them.</param>
/// <param name="FusionRounds">Trees of the fusion; null without one.</param>
/// <param name="Populations">The headline first: test patients with every kind of evidence.</param>
/// <param name="Subgroups">Populations parted by sex, age, center and the like.</param>
/// <param name="Importance">Of the fusion's features, the greatest first; empty without a fusion.</param>
/// <param name="Notes">What a reader must know to judge the figures, for people.</param>
public sealed record EvaluationReport(
    string Notice, double Confidence, int BootstrapDraws, string? SplitHash, ImmutableArray<ModelSummary> Models, int? FusionRounds,
    ImmutableArray<PopulationPerformance> Populations, ImmutableArray<SubgroupPerformance> Subgroups, ImmutableArray<FeatureImportance> Importance,
    ImmutableArray<string> Notes)
{
    /// <summary>Of a cross-validation that was repeated; null for a single one.</summary>
    public RepeatPerformance? Repeats { get; init; }

    public const string ResearchUseOnly = "Research use only, not a medical device.";

    /// <summary>
    /// Why the figures are probably too good (docs/metrics-explained.md, part Leak alarms), without a patient's name; empty where nothing was found.
    /// </summary>
    public ImmutableArray<string> Alarms { get; init; } = [];

    /// <summary>Fold by fold, what was held out; empty where the rows come from no cross-validation.</summary>
    public ImmutableArray<HeldOutFold> HeldOutFolds { get; init; } = [];

    /// <summary>What pictures and the first lines are about; null where nobody was scored.</summary>
    public PopulationPerformance? Headline => Populations.IsDefaultOrEmpty ? null : Populations[0];
}

/// <summary>A model of the report.</summary>
/// <param name="Name">In files: <c>fusion</c>, or a column's name.</param>
/// <param name="Title">For people: <c>Late-fusion</c>.</param>
/// <param name="NotAvailable">Why there is no such model; null where there is one.</param>
/// <param name="ThresholdFrom">How the threshold was chosen, for people.</param>
public sealed record ModelSummary(
    string Name, string Title, string? NotAvailable, PlattScaling? Calibration, double? Threshold, string? ThresholdFrom);
