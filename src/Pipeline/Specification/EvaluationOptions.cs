using System.Collections.Immutable;

namespace AxSpa.Pipeline.Specification;

/// <summary>How a run is judged.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Draws over patients.</summary>
    public int Bootstrap { get; init; } = 200;

    /// <summary>Of every interval.</summary>
    public double Confidence { get; init; } = 0.95;
    public ThresholdRule Threshold { get; init; } = ThresholdRule.Youden;

    /// <summary>Lowest and highest threshold probability of the decision curves, both included.</summary>
    public ImmutableArray<double> DecisionRange { get; init; } = [0.05, 0.60];

    /// <summary>Null: the columns that are recognised. Empty: none.</summary>
    public ImmutableArray<SubgroupOptions>? Subgroups { get; init; }

    /// <summary>Every hundredth of <see cref="DecisionRange"/>, and its ends.</summary>
    public ImmutableArray<double> DecisionThresholds =>
    [
        .. Enumerable.Range(1, 99).Select(percent => percent / 100.0)
            .Where(threshold => threshold > DecisionRange[0] && threshold < DecisionRange[1])
            .Prepend(DecisionRange[0]).Append(DecisionRange[1]),
    ];
}

/// <param name="Sensitivity">The least share of cases to be found; null: Youden's.</param>
public sealed record ThresholdRule(double? Sensitivity)
{
    /// <summary>The largest sensitivity + specificity − 1.</summary>
    public static ThresholdRule Youden { get; } = new((double?)null);
}

/// <summary>A column that patients are grouped by.</summary>
/// <param name="Bands">Limits of a column of numbers, ascending: 30 and 45 make under 30, 30 to under 45, and 45 and over. Empty: one group per value.</param>
public sealed record SubgroupOptions(string Column, ImmutableArray<double> Bands);
