using System.Collections.Immutable;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The measures that have bootstrap intervals. They are written by name, so a name stays; a new one comes last.</summary>
public enum Metric { Auroc, Auprc, Brier, LogLoss, Sensitivity, Specificity, F1, BalancedAccuracy, Mcc }

/// <summary>What each measure is, and which are drawn.</summary>
public static class Metrics
{
    /// <summary>
    /// In the order of <see cref="Metric"/>. A line here is all that a measure of a sum over rows or of the confusion counts needs: values, intervals,
    /// differences, tables and files follow from it.
    /// </summary>
    public static ImmutableArray<MetricDefinition> Definitions { get; } =
    [
        new RankMetric(Metric.Auroc, "AUROC", Auroc.Of) { Member = figures => figures.Auroc.Value },
        new RankMetric(Metric.Auprc, "AUPRC", AveragePrecision.Of) { Member = figures => figures.Auprc.Value },
        new RowMetric(Metric.Brier, "Brier score", BrierScore.Of, BrierScore.OfProbability) { Member = figures => figures.Brier.Value },
        new RowMetric(Metric.LogLoss, "Log loss", LogLoss.OfProbabilities, LogLoss.OfProbability)
        {
            Member = figures => figures.LogLoss.Value,
            Undefined = "an outcome that came true was given a probability of 0",
        },
        new CountMetric(Metric.Sensitivity, "Sensitivity", counts => counts.Sensitivity) { Member = figures => figures.Decision.Sensitivity.Value },
        new CountMetric(Metric.Specificity, "Specificity", counts => counts.Specificity) { Member = figures => figures.Decision.Specificity.Value },
        new CountMetric(Metric.F1, "F1", counts => counts.F1)
        {
            Member = figures => figures.Decision.F1.Value,
            Undefined = "there is no case and nobody was called positive",
        },
        new CountMetric(Metric.BalancedAccuracy, "Balanced accuracy", counts => counts.BalancedAccuracy)
        {
            Member = figures => figures.Decision.BalancedAccuracy.Value,
        },
        new CountMetric(Metric.Mcc, "MCC", counts => counts.MatthewsCorrelation)
        {
            Member = figures => figures.Decision.Mcc.Value,
            UndefinedWithBoth = "everybody was called the same",
        },
    ];

    public static IReadOnlyList<Metric> All { get; } = [.. Definitions.Select(definition => definition.Metric)];

    /// <summary>Those that <see cref="PerformanceMeasures"/> has no member for: in files and tables they come after the others.</summary>
    public static ImmutableArray<MetricDefinition> Others { get; } = [.. Definitions.Where(definition => definition.Member is null)];

    /// <summary>Of a subgroup: enough to see that a model fails there, and a tenth of the draws to keep.</summary>
    public static IReadOnlyList<Metric> OfSubgroups { get; } = [Metric.Auroc, Metric.Auprc, Metric.Brier];

    public static MetricDefinition Definition(this Metric metric) => Definitions[(int)metric];
}
