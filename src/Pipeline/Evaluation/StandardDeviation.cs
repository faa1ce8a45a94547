namespace AxSpa.Pipeline.Evaluation;

/// <summary>How far values lie from their mean.</summary>
public static class StandardDeviation
{
    /// <summary>Of a sample, with one degree of freedom less.</summary>
    /// <returns>Null for fewer than two values.</returns>
    public static double? OfSample(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2) return null;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
