using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Curves;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>One block of figures.</summary>
/// <param name="Key">Once in a report: <c>test/complete</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Set">Null where the rows come from no split. Train: the scores are out-of-fold.</param>
/// <param name="Group">Of a subgroup.</param>
/// <param name="Rows">As many as patients, unless patients have several.</param>
/// <param name="Cases">Rows that are cases.</param>
/// <param name="Models">All of the report, in its order.</param>
/// <param name="Differences">Each pair of models that have figures, on the same patients; none in a subgroup.</param>
/// <param name="Warnings">What makes these figures less certain than their intervals say.</param>
/// <param name="Curves">What pictures are drawn from; for the first population of a report.</param>
public sealed record PopulationPerformance(
    string Key, string Title, PatientSet? Set, Evidence? Evidence, PatientGroup? Group, int Patients, int Rows, int Cases,
    ImmutableArray<ModelPerformance> Models, ImmutableArray<PairedDifference> Differences, ImmutableArray<string> Warnings,
    PopulationCurves? Curves = null)
{
    public int Controls => Rows - Cases;

    /// <summary>The model that is shown where there is room for one: the late fusion, else the last with figures; null where none has.</summary>
    public ModelPerformance? Shown => Models.LastOrDefault(model => model.Figures is not null && model.Model == PredictorId.Fusion.Key)
        ?? Models.LastOrDefault(model => model.Figures is not null);
}

/// <summary>One model's figures on one population.</summary>
/// <param name="NotAvailable">Why there are no figures; null where there are.</param>
public sealed record ModelPerformance(string Model, string Title, string? NotAvailable, PerformanceMeasures? Figures);

/// <summary>A population parted by one column.</summary>
/// <param name="Within">The <see cref="PopulationPerformance.Key"/> of the whole.</param>
public sealed record SubgroupPerformance(string Column, string Within, ImmutableArray<PopulationPerformance> Groups)
{
    /// <param name="figures">Of wholes and parts; a part's key begins with its whole's.</param>
    public static ImmutableArray<SubgroupPerformance> Of(IEnumerable<PopulationPerformance> figures) =>
    [
        .. from part in figures
           where part.Group is not null
           group part by (part.Group!.Column, Within: part.Key[..part.Key.LastIndexOf($"/{part.Group.Column}=", StringComparison.Ordinal)]) into parts
           select new SubgroupPerformance(parts.Key.Column, parts.Key.Within, [.. parts]),
    ];
}

/// <summary>First less second on the same patients.</summary>
/// <param name="DeLong">DeLong's interval of the difference and two-sided p; null where its variance is not defined or zero.</param>
/// <param name="Measures">Every drawn measure, in the order of <see cref="Metric"/>.</param>
public sealed record PairedDifference(string First, string Second, DeLongDifference? DeLong, ImmutableArray<MeasureDifference> Measures)
{
    public MeasureDifference this[Metric metric] => Measures[(int)metric];
}

public sealed record DeLongDifference(Interval Interval, double P);

/// <param name="Difference">With intervals paired by bootstrap draw.</param>
/// <param name="P">Two-sided, from the share of draws on the other side of zero; null without an interval.</param>
public sealed record MeasureDifference(Metric Metric, Estimate Difference, double? P);
