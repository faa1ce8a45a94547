using System.Collections.Immutable;
using AxSpa.Pipeline.Clinical;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// One column of a logistic regression: a feature of the fusion, its mean where it is missing, or, where <see cref="OfMissing"/>, whether it
/// is missing; brought to mean 0 and standard deviation 1 of the patients that were learned from.
/// </summary>
/// <param name="Feature">Its place among the features of the fusion, from 0.</param>
/// <param name="Scaling">
/// Population standard deviation (divisor n), taken after imputation. Its <see cref="NumericScaling.Imputed"/> is null for a column that says
/// nothing, because its values are all equal or all missing: such a column is 0 for everybody, and so is its coefficient.
/// </param>
/// <param name="Coefficient">Change of the log-odds per standard deviation.</param>
/// <remarks>
/// Equal to scikit-learn's <c>SimpleImputer(strategy="mean", add_indicator=True, keep_empty_features=True)</c> and then <c>StandardScaler</c>:
/// the features in the fusion's order, then an indicator for each that had a missing value, in that order.
/// </remarks>
public sealed record LogisticTerm(int Feature, NumericScaling Scaling, bool OfMissing, double Coefficient)
{
    public string Name => OfMissing ? $"{Scaling.Column} missing" : Scaling.Column;

    /// <param name="cell">Of the feature; NaN is missing. What is missing only in new patients is imputed all the same and has no indicator.</param>
    /// <returns>In standard deviations.</returns>
    public double Value(float cell) => Scaling.Apply(OfMissing ? float.IsNaN(cell) ? 1 : 0 : cell);

    /// <param name="rows">Of the patients that are learned from and nobody else: means of others leak them.</param>
    /// <returns>Without coefficients yet.</returns>
    public static ImmutableArray<LogisticTerm> Fit(FeatureMatrix rows)
    {
        var (features, indicators) = (new List<LogisticTerm>(), new List<LogisticTerm>());
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            var cells = new double[rows.Rows];
            for (var row = 0; row < cells.Length; row++) cells[row] = rows.Row(row)[column];
            features.Add(Fit(column, rows.Columns[column], ofMissing: false, cells));
            if (Array.Exists(cells, double.IsNaN))
                indicators.Add(Fit(column, rows.Columns[column], ofMissing: true, Array.ConvertAll(cells, cell => double.IsNaN(cell) ? 1.0 : 0.0)));
        }
        return [.. features, .. indicators];
    }

    /// <summary>The rows as <paramref name="terms"/> see them.</summary>
    public static DesignMatrix Design(ImmutableArray<LogisticTerm> terms, FeatureMatrix rows)
    {
        MustBeOf(terms, rows);
        var columns = new double[terms.Length][];
        for (var term = 0; term < columns.Length; term++)
        {
            columns[term] = new double[rows.Rows];
            for (var row = 0; row < rows.Rows; row++) columns[term][row] = terms[term].Value(rows.Row(row)[terms[term].Feature]);
        }
        return new DesignMatrix([.. terms.Select(term => term.Name)], rows.Rows, columns);
    }

    /// <exception cref="ArgumentException">The rows are of other features.</exception>
    internal static void MustBeOf(ImmutableArray<LogisticTerm> terms, FeatureMatrix rows)
    {
        foreach (var term in terms)
            if (term.Feature >= rows.Columns.Count || rows.Columns[term.Feature] != term.Scaling.Column)
                throw new ArgumentException($"Feature {term.Feature} of the rows is not '{term.Scaling.Column}', which the regression was fitted on.");
    }

    private static LogisticTerm Fit(int feature, string name, bool ofMissing, double[] cells)
    {
        var scaling = NumericScaling.Fit(name, cells, Imputation.Mean);
        var present = cells.Where(cell => !double.IsNaN(cell)).ToArray();
        var saysNothing = scaling.Imputed is null || present.Min() == present.Max();
        return new LogisticTerm(feature, saysNothing ? scaling with { Imputed = null, Scale = 1 } : scaling, ofMissing, 0);
    }
}
