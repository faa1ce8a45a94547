namespace AxSpa.Pipeline.Explanation;

/// <summary>How much one feature moves the fusion's answers.</summary>
/// <param name="MeanAbsolute">Mean |contribution| in log-odds over the explained patients.</param>
public sealed record FeatureImportance(string Feature, double MeanAbsolute)
{
    /// <returns>The most important first; equal ones by name.</returns>
    public static IReadOnlyList<FeatureImportance> Of(ShapTable table) =>
    [
        .. table.Features
            .Select((name, i) => new FeatureImportance(name, table.Rows.IsEmpty ? 0 : table.Rows.Average(row => Math.Abs(row.Contributions[i]))))
            .OrderByDescending(importance => importance.MeanAbsolute).ThenBy(importance => importance.Feature, StringComparer.Ordinal),
    ];
}
