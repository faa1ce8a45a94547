using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>Features that another hospital most likely measures in other units: its middle value is off by a power of ten.</summary>
public static class UnitsHint
{
    /// <summary>The middle of fewer values is chance.</summary>
    private const int FewestValues = 3;

    private const int MostPower = 6;

    /// <param name="values">[feature][patient]; NaN is missing.</param>
    /// <returns>A sentence for each such feature.</returns>
    public static ImmutableArray<string> Of(ReferenceDistribution reference, ImmutableArray<double[]> values) =>
        [.. reference.Features.Select((known, feature) => known.Kind == ColumnKind.Numeric ? Of(known, values[feature]) : null).OfType<string>()];

    private static string? Of(FeatureReference known, double[] values)
    {
        double[] here = [.. values.Where(value => !double.IsNaN(value)).Order()];
        if (here.Length < FewestValues || known.Cuts.Length < 2 || known.Cuts[0] <= 0 || here[here.Length / 2] is not (> 0 and var middle)) return null;
        var usual = known.Cuts[known.Cuts.Length / 2];
        if (Holds(known, middle) || PowerOf(usual / middle) is not { } power || !Holds(known, middle * Math.Pow(10, power))) return null;
        var factor = Math.Pow(10, Math.Abs(power)).ToString("0", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"'{known.Name}' has a middle value of {middle:G4} here and of {usual:G4} among the training patients, about {factor} times "
            + $"{(power > 0 ? "less" : "more")}. Is it measured in other units, such as mg/dl and mg/l? The model reads it as it stands: "
            + $"{(power > 0 ? "multiply" : "divide")} the column by {factor} if so.");
    }

    /// <summary>Between the lowest and the highest decile.</summary>
    private static bool Holds(FeatureReference known, double value) => value >= known.Cuts[0] && value <= known.Cuts[^1];

    private static int? PowerOf(double ratio) => (int)Math.Round(Math.Log10(ratio)) is not 0 and var power && Math.Abs(power) <= MostPower ? power : null;
}
