namespace AxSpa.Pipeline.Evaluation.Curves;

/// <summary>Precision (PPV) against recall (sensitivity) over all thresholds.</summary>
/// <param name="Points">By falling threshold. The first is (recall 0, precision 1) by convention, with threshold +∞.</param>
public sealed record PrecisionRecallCurve(IReadOnlyList<PrecisionRecallCurve.Point> Points)
{
    public readonly record struct Point(double Recall, double Precision, double Threshold);

    /// <returns>One point per distinct score after the first; null without a case.</returns>
    public static PrecisionRecallCurve? From(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) =>
        From(RankedScores.From(isCase, score));

    /// <inheritdoc cref="From(ReadOnlySpan{bool}, ReadOnlySpan{double})"/>
    public static PrecisionRecallCurve? From(RankedScores ranked)
    {
        if (ranked.Cases == 0) return null;
        var points = new List<Point>(ranked.Steps.Count + 1) { new(0, 1, double.PositiveInfinity) };
        points.AddRange(ranked.Steps.Select(step => new Point(
            (double)step.TruePositives / ranked.Cases,
            (double)step.TruePositives / (step.TruePositives + step.FalsePositives),
            step.Threshold)));
        return new PrecisionRecallCurve(points);
    }
}
