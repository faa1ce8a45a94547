namespace AxSpa.Pipeline.Explanation;

/// <summary>How much each feature moves the fusion's answers, and the points of a beeswarm.</summary>
/// <param name="Features">By falling <see cref="FeatureEffect.MeanAbsolute"/>; equal ones by name.</param>
public sealed record ShapSummary(IReadOnlyList<FeatureEffect> Features)
{
    public static ShapSummary From(ShapTable table) => new([.. table.Features
        .Select((name, i) => FeatureEffect.From(name, [.. table.Rows.Select(row => (row.Values[i], row.Contributions[i]))]))
        .OrderByDescending(effect => effect.MeanAbsolute).ThenBy(effect => effect.Name, StringComparer.Ordinal)]);
}

/// <param name="MeanAbsolute">Mean |contribution| in log-odds over all patients.</param>
/// <param name="Points">One per patient.</param>
public sealed record FeatureEffect(string Name, double MeanAbsolute, IReadOnlyList<FeatureEffect.Point> Points)
{
    /// <param name="Value">The feature itself; NaN is missing.</param>
    /// <param name="Contribution">In log-odds.</param>
    /// <param name="Rank">
    /// For the colour: the value's midrank among the known ones, from 0 (lowest) to 1 (highest); 0.5 where all are equal;
    /// null for a missing value. Ranks, so that one outlier does not paint all others alike.
    /// </param>
    public readonly record struct Point(float Value, double Contribution, double? Rank);

    internal static FeatureEffect From(string name, (float Value, double Contribution)[] patients)
    {
        var known = patients.Select(p => p.Value).Where(value => !float.IsNaN(value)).Order().ToArray();
        return new FeatureEffect(
            name,
            patients.Length == 0 ? 0 : patients.Average(p => Math.Abs(p.Contribution)),
            [.. patients.Select(p => new Point(p.Value, p.Contribution, Rank(known, p.Value)))]);
    }

    private static double? Rank(float[] sorted, float value)
    {
        if (float.IsNaN(value)) return null;
        var (below, equal) = (FirstAtLeast(sorted, value), 0);
        while (below + equal < sorted.Length && sorted[below + equal] == value) equal++;
        var distinctEnds = sorted[0] == sorted[^1];
        if (distinctEnds) return 0.5;
        if (below == 0) return 0;
        return below + equal == sorted.Length ? 1 : (below + (equal - 1) / 2.0) / (sorted.Length - 1);
    }

    private static int FirstAtLeast(float[] sorted, float value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
