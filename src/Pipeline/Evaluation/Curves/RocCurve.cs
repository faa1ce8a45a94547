namespace AxSpa.Pipeline.Evaluation.Curves;

/// <summary>Sensitivity against 1 − specificity over all thresholds, from (0, 0) to (1, 1).</summary>
/// <param name="Points">By falling threshold. The first, "nobody is positive", has threshold +∞.</param>
public sealed record RocCurve(IReadOnlyList<RocCurve.Point> Points)
{
    public readonly record struct Point(double FalsePositiveRate, double TruePositiveRate, double Threshold);

    /// <returns>One point per distinct score after the first; null without a case or without a control.</returns>
    public static RocCurve? From(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) => From(RankedScores.From(isCase, score));

    /// <inheritdoc cref="From(ReadOnlySpan{bool}, ReadOnlySpan{double})"/>
    public static RocCurve? From(RankedScores ranked)
    {
        if (ranked.Cases == 0 || ranked.Controls == 0) return null;
        var points = new List<Point>(ranked.Steps.Count + 1) { new(0, 0, double.PositiveInfinity) };
        points.AddRange(ranked.Steps.Select(step => new Point(
            (double)step.FalsePositives / ranked.Controls, (double)step.TruePositives / ranked.Cases, step.Threshold)));
        return new RocCurve(points);
    }
}
