using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Evaluation.Subgroups;

/// <summary>Numbers in bands: limits 30 and 45 make "under 30", "30 to under 45" and "45 and over".</summary>
public static class Bands
{
    /// <param name="limits">Ascending, at least one.</param>
    public static ImmutableArray<string> Names(ImmutableArray<double> limits) =>
    [
        $"under {Text(limits[0])}",
        .. limits.Zip(limits.Skip(1), (low, high) => $"{Text(low)} to under {Text(high)}"),
        $"{Text(limits[^1])} and over",
    ];

    /// <returns>Index into <see cref="Names"/>.</returns>
    public static int Of(double value, ImmutableArray<double> limits) => limits.Count(limit => value >= limit);

    private static string Text(double limit) => limit.ToString(CultureInfo.InvariantCulture);
}
