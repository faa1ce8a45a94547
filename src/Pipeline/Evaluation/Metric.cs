namespace AxSpa.Pipeline.Evaluation;

/// <summary>The measures that have bootstrap intervals.</summary>
public enum Metric { Auroc, Auprc, Brier, LogLoss, Sensitivity, Specificity, F1, BalancedAccuracy, Mcc }

/// <summary>Which measures are drawn.</summary>
public static class Metrics
{
    public static IReadOnlyList<Metric> All { get; } = Enum.GetValues<Metric>();

    /// <summary>Of a subgroup: enough to see that a model fails there, and a tenth of the draws to keep.</summary>
    public static IReadOnlyList<Metric> OfSubgroups { get; } = [Metric.Auroc, Metric.Auprc, Metric.Brier];
}
