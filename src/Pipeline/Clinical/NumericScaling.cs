using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Clinical;

/// <summary>One number, imputed and brought to mean 0 and standard deviation 1 of the training patients.</summary>
/// <param name="Imputed">Null: no training patient had a value, and the feature is 0 for everybody.</param>
/// <param name="Scale">Population standard deviation (divisor n); 1 for a constant column.</param>
public sealed record NumericScaling(string Column, double? Imputed, double Mean, double Scale)
{
    /// <param name="values">Of the training patients; NaN is missing.</param>
    public static NumericScaling Fit(string column, ReadOnlySpan<double> values, Imputation imputation)
    {
        var present = values.ToArray().Where(value => !double.IsNaN(value)).ToArray();
        if (present.Length == 0) return new NumericScaling(column, null, 0, 1);
        var imputed = imputation == Imputation.Median ? Median(present) : present.Sum() / present.Length;

        var n = values.Length;
        var sum = present.Sum() + imputed * (n - present.Length);
        var mean = sum / n;
        var squares = 0.0;
        foreach (var value in values)
        {
            var distance = (double.IsNaN(value) ? imputed : value) - mean;
            squares += distance * distance;
        }
        var variance = squares / n;
        // Rounding alone gives a constant column a tiny variance; dividing by it would blow noise up (scikit-learn's bound).
        const double epsilon = 2.220446049250313e-16;
        var noise = n * epsilon * variance + Math.Pow(n * mean * epsilon, 2);
        return new NumericScaling(column, imputed, mean, variance <= noise ? 1 : Math.Sqrt(variance));
    }

    public double Apply(double value) =>
        Imputed is { } imputed ? ((double.IsNaN(value) ? imputed : value) - Mean) / Scale : 0;

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
