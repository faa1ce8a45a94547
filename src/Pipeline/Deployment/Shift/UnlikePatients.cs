using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>
/// What stands in a table that a model has not seen the like of, patient by patient: such an answer says little, and nobody sees it by the probability.
/// </summary>
/// <param name="ByPatient">[patient] <c>age_years=310; smoking=vaping (unknown)</c>; empty where all is as the model knows it.</param>
/// <param name="Warnings">A sentence for each number; unknown levels are told where the table is read.</param>
public sealed record UnlikePatients(ImmutableArray<string> ByPatient, ImmutableArray<string> Warnings)
{
    /// <summary>
    /// Standard deviations from the mean, and spans of the inner 80 % beyond its ends: a value counts as unlike where it is beyond both, so that long tails, as
    /// of CRP, do not.
    /// </summary>
    private const double MostDeviations = 5, MostSpans = 2;

    private const int MostRowsNamed = 5;

    /// <param name="values">[feature][patient]; NaN is missing, levels by their index.</param>
    /// <param name="unknown">[patient] answers of columns of levels that the model does not know: <c>smoking=vaping</c>.</param>
    /// <param name="places">[patient] row 12 (line 13) of patients.csv.</param>
    public static UnlikePatients Of(
        ReferenceDistribution reference, ImmutableArray<double[]> values, ImmutableArray<ImmutableArray<string>> unknown, ImmutableArray<string> places)
    {
        var said = places.Select(_ => new List<string>()).ToArray();
        var warnings = ImmutableArray.CreateBuilder<string>();
        for (var feature = 0; feature < reference.Features.Length; feature++)
        {
            var one = reference.Features[feature];
            if (one.Kind != ColumnKind.Numeric) continue;
            int[] far = [.. Enumerable.Range(0, places.Length).Where(patient => IsFar(one, values[feature][patient]))];
            foreach (var patient in far)
                said[patient].Add(string.Create(CultureInfo.InvariantCulture, $"{one.Name}={values[feature][patient]:R}"));
            if (far.Length > 0)
                warnings.Add(Warning(one, values[feature], far, places));
        }
        for (var patient = 0; patient < places.Length; patient++)
            said[patient].AddRange(unknown[patient].Select(answer => $"{answer} (unknown)"));
        return new([.. said.Select(texts => string.Join("; ", texts))], warnings.ToImmutable());
    }

    private static bool IsFar(FeatureReference known, double value)
    {
        if (double.IsNaN(value) || known is not { Mean: { } mean, StandardDeviation: { } deviation }) return false;
        var isFarFromMean = Math.Abs(value - mean) > MostDeviations * deviation;
        if (known.Cuts.Length < 2) return isFarFromMean;
        var span = MostSpans * (known.Cuts[^1] - known.Cuts[0]);
        return isFarFromMean && (value > known.Cuts[^1] + span || value < known.Cuts[0] - span);
    }

    private static string Warning(FeatureReference known, double[] values, int[] far, ImmutableArray<string> places)
    {
        var rows = string.Join(", ",
            far.Take(MostRowsNamed).Select(patient => string.Create(CultureInfo.InvariantCulture, $"{values[patient]:G6} in {places[patient]}")));
        var fitted = string.Create(CultureInfo.InvariantCulture, $"{known.Mean:G4} ± {known.StandardDeviation:G3}");
        return $"'{known.Name}' is far outside of what the model was fitted on ({fitted}): "
            + $"{rows}{(far.Length > MostRowsNamed ? FormattableString.Invariant($" and {far.Length - MostRowsNamed} more rows") : "")}. "
            + $"Such an answer is a guess: is the value a slip of the pen, or in other units?";
    }
}
