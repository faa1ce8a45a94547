namespace AxSpa.Pipeline.Evaluation;

/// <summary>A measure as data: how it is called and computed, and why it may have no value.</summary>
/// <param name="Title">For people.</param>
public abstract record MetricDefinition(Metric Metric, string Title)
{
    /// <summary>Where <see cref="PerformanceMeasures"/> has it; null: among <see cref="PerformanceMeasures.Others"/>.</summary>
    public Func<PerformanceMeasures, double?>? Member { get; init; }

    /// <summary>Why it has no value, whatever the population; null: as <see cref="WhyUndefined"/> says.</summary>
    public string? Undefined { get; init; }

    /// <summary>Why it has no value although there are cases and controls.</summary>
    public string UndefinedWithBoth { get; init; } = "there is no patient";

    /// <summary>In tables of the report, beside the title.</summary>
    public string Hint { get; init; } = "bootstrap";

    /// <returns>Null where it is not defined.</returns>
    internal abstract double? Value(ModelRows rows);

    /// <param name="missing">That there is no case, or no control; null where there are both.</param>
    internal string WhyUndefined(string? missing) => Undefined ?? missing ?? UndefinedWithBoth;
}

/// <summary>What a model says of a population's rows, as the measures need it.</summary>
/// <param name="IsCase">[rows]</param>
/// <param name="Probability">[rows]</param>
/// <param name="Ranked">The same, sorted.</param>
/// <param name="Counts">At the model's threshold.</param>
internal sealed record ModelRows(bool[] IsCase, double[] Probability, RankedScores Ranked, ConfusionCounts Counts);

/// <summary>
/// A measure of the order of all rows. How it is computed where each row counts a number of times, or where one is left out, has an algorithm of its own
/// in <see cref="Resampling.WeightedMeasures"/> and <see cref="Resampling.Jackknife"/>.
/// </summary>
internal sealed record RankMetric(Metric Metric, string Title, Func<RankedScores, double?> OfRanked) : MetricDefinition(Metric, Title)
{
    internal override double? Value(ModelRows rows) => OfRanked(rows.Ranked);
}

/// <summary>The mean over rows of something that a row has by itself.</summary>
/// <param name="OfRows">Of all rows; null where it is not defined.</param>
/// <param name="OfRow">Of one: its outcome and its probability; infinite where it is not defined.</param>
internal sealed record RowMetric(Metric Metric, string Title, RowMetric.Mean OfRows, Func<bool, double, double> OfRow) : MetricDefinition(Metric, Title)
{
    internal delegate double? Mean(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability);

    internal override double? Value(ModelRows rows) => OfRows(rows.IsCase, rows.Probability);
}

/// <summary>A measure of who was called what.</summary>
/// <param name="OfCounts">Null where it is not defined.</param>
internal sealed record CountMetric(Metric Metric, string Title, Func<ConfusionCounts, double?> OfCounts) : MetricDefinition(Metric, Title)
{
    internal override double? Value(ModelRows rows) => OfCounts(rows.Counts);
}
