namespace AxSpa.Benchmarks.Table.Results;

/// <summary>Median, least and most of some values, at least one.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    /// <returns>Null: there are none.</returns>
    public static Spread? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        double[] sorted = [.. values.Order()];
        return new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }
}
