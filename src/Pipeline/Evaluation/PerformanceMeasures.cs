using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Evaluation.Calibration;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>Everything that is said of one model on one population (docs/metrics-explained.md has each formula).</summary>
/// <param name="DeLong">Beside the bootstrap's intervals of the AUROC; null where it is not defined.</param>
/// <param name="LogLoss">In nats.</param>
/// <param name="Others">Of <see cref="Metrics.Others"/>, in their order; null: there are none.</param>
public sealed record PerformanceMeasures(
    Estimate Auroc, DeLongIntervals? DeLong, Estimate Auprc, Estimate Brier, Estimate LogLoss, CalibrationMeasures Calibration,
    DecisionMeasures Decision, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<MetricEstimate>? Others = null)
{
    /// <returns>Null where it is not defined, or was not computed by the version that wrote this.</returns>
    public double? Value(Metric metric) => metric.Definition().Member is { } member ? member(this) : Other(metric)?.Value;

    /// <returns>Null: it is none of <see cref="Others"/>.</returns>
    public Estimate? Other(Metric metric) => Others?.FirstOrDefault(figure => figure.Metric == metric)?.Estimate;
}

/// <summary>A measure that has no member of its own.</summary>
public sealed record MetricEstimate(Metric Metric, Estimate Estimate);

/// <param name="Wald">Auroc ± z · standard error, cut to 0 .. 1.</param>
/// <param name="Logit">The one to believe where cases or controls are few.</param>
public sealed record DeLongIntervals(double StandardError, Interval Wald, Interval Logit);

/// <summary>Whether probabilities mean what they say.</summary>
/// <param name="Brier">What the Brier score is made of; null without rows.</param>
/// <param name="ExpectedError">ECE over <paramref name="Reliability"/>'s bins; null without rows.</param>
/// <param name="LargestError">MCE over the same bins.</param>
/// <param name="Line">Null where it cannot be fitted.</param>
/// <param name="Undefined">Why there is no line.</param>
public sealed record CalibrationMeasures(
    BrierDecomposition? Brier, double? ExpectedError, double? LargestError, ReliabilityBins? Reliability, RecalibrationMeasures? Line,
    string? Undefined);

/// <param name="Intercept">Of the line with a slope; Wald interval.</param>
/// <param name="InTheLarge">The intercept with the slope held at 1.</param>
/// <param name="Fit">With the variances, from which a band can be drawn.</param>
public sealed record RecalibrationMeasures(WaldEstimate Slope, WaldEstimate Intercept, WaldEstimate InTheLarge, CalibrationLine Fit);

/// <param name="Interval">Value ± z · standard error; null where a patient has several rows, which are not independent.</param>
public sealed record WaldEstimate(double Value, Interval? Interval)
{
    public static WaldEstimate Of(double value, double variance, double? confidence)
    {
        if (confidence is not { } level) return new WaldEstimate(value, null);
        var half = NormalDistribution.Quantile(1 - (1 - level) / 2) * Math.Sqrt(variance);
        return new WaldEstimate(value, new Interval(value - half, value + half));
    }
}

/// <summary>What follows from calling rows positive at the threshold.</summary>
/// <param name="Threshold">Fixed before evaluation; a row is positive at or above it.</param>
public sealed record DecisionMeasures(
    double Threshold, Proportion Sensitivity, Proportion Specificity, Proportion PositivePredictiveValue, Proportion NegativePredictiveValue,
    Proportion Accuracy, Estimate BalancedAccuracy, Estimate F1, Estimate Mcc, ConfusionCounts Counts);
