using AxSpa.Pipeline.Explanation;

namespace AxSpa.Plots;

/// <summary>One feature's row of a beeswarm.</summary>
/// <param name="Points">One per patient.</param>
internal sealed record BeeswarmRow(string Name, IReadOnlyList<BeeswarmRow.Point> Points)
{
    /// <param name="Contribution">In log-odds.</param>
    /// <param name="Rank">
    /// For the colour: the value's midrank among the known ones, from 0 (lowest) to 1 (highest); 0.5 where all are equal;
    /// null for a missing value. Ranks, so that one outlier does not paint all others alike.
    /// </param>
    public readonly record struct Point(double Contribution, double? Rank);

    /// <returns>A row per feature, the most important first.</returns>
    public static IReadOnlyList<BeeswarmRow> Of(ShapTable table) =>
        [.. FeatureImportance.Of(table).Select(importance => Of(table, table.Features.IndexOf(importance.Feature)))];

    private static BeeswarmRow Of(ShapTable table, int feature)
    {
        var known = table.Rows.Select(row => row.Values[feature]).Where(value => !float.IsNaN(value)).Order().ToArray();
        return new BeeswarmRow(
            table.Features[feature], [.. table.Rows.Select(row => new Point(row.Contributions[feature], Rank(known, row.Values[feature])))]);
    }

    private static double? Rank(float[] sorted, float value)
    {
        if (float.IsNaN(value)) return null;
        var (below, equal) = (FirstAtLeast(sorted, value), 0);
        while (below + equal < sorted.Length && sorted[below + equal] == value) equal++;
        if (sorted[0] == sorted[^1]) return 0.5;
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
