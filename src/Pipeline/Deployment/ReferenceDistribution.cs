using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// How the training patients are spread over each feature and over the models' answers, so that another cohort can be compared
/// with them (reference.json). Counts, means, deviations and deciles: nobody's values stand in it.
/// </summary>
/// <param name="Features">The clinical features, in the cohort's order.</param>
/// <param name="Answers">Out-of-fold probabilities of the models, after calibration.</param>
public sealed record ReferenceDistribution(
    int Patients, int Cases, int WithMri, ImmutableArray<FeatureReference> Features, ImmutableArray<FeatureReference> Answers)
{
    /// <param name="predictions">The run's predictions.csv.</param>
    public static ReferenceDistribution Of(PreparedCohort cohort, string predictions)
    {
        var train = cohort.In(PatientSet.Train);
        var table = PredictionFile.Read(predictions);
        var rows = table.Rows.Where(row => row.Set == PatientSet.Train).ToList();
        return new ReferenceDistribution(
            train.Length,
            train.Count(i => cohort.Patients[i].IsCase),
            rows.Count(row => row.HasMri),
            [.. cohort.Columns.Select((column, c) => FeatureReference.Of(column, [.. train.Select(i => cohort.Values[c][i])]))],
            [.. table.Models.Select(model => FeatureReference.OfNumbers(AnswerName(model), [.. rows.Select(row => row[model]?.Probability ?? double.NaN)]))]);
    }

    public static string AnswerName(PredictorId model) => $"{model.Title} probability";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.ReferenceDistribution);

    /// <exception cref="JsonException">Not a reference.json.</exception>
    public static ReferenceDistribution FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BundleJson.Default.ReferenceDistribution) ?? throw new JsonException("it is null");
}

/// <summary>One feature of the training patients.</summary>
/// <param name="Missing">Patients without a value; they are in no bin.</param>
/// <param name="Mean">Of a number; null where nobody has a value, and for levels.</param>
/// <param name="StandardDeviation">Of the sample (divisor n − 1); null where there are fewer than two values, and for levels.</param>
/// <param name="Cuts">Of a number: its deciles, as far as they part the values. Bin i holds what is above cut i − 1 and not above cut i. Empty for
/// levels.</param>
/// <param name="Counts">Patients per bin (one more than cuts), or per level.</param>
public sealed record FeatureReference(
    string Name, ColumnKind Kind, int Known, int Missing, double? Mean, double? StandardDeviation,
    ImmutableArray<double> Cuts, ImmutableArray<string> Levels, ImmutableArray<int> Counts)
{
    private const int Bins = 10;

    /// <param name="values">As in <see cref="PreparedCohort.Values"/>: NaN is missing, levels by their index.</param>
    public static FeatureReference Of(ClinicalColumn column, double[] values)
    {
        if (column.Kind == ColumnKind.Numeric)
            return OfNumbers(column.Name, values);
        var missing = values.Count(double.IsNaN);
        return new FeatureReference(
            column.Name, column.Kind, values.Length - missing, missing, null, null, [], column.Levels,
            [.. column.Levels.Select((_, level) => values.Count(value => value == level))]);
    }

    public static FeatureReference OfNumbers(string name, double[] values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value)).Order()];
        var cuts = DecilesOf(known);
        return new FeatureReference(
            name, ColumnKind.Numeric, known.Length, values.Length - known.Length, MeanOf(known), Evaluation.StandardDeviation.OfSample(known), cuts, [],
            CountsIn(cuts, known));
    }

    /// <summary>The deciles, without those that would leave a bin empty: numbers of few values have fewer bins.</summary>
    private static ImmutableArray<double> DecilesOf(double[] known)
    {
        var cuts = ImmutableArray.CreateBuilder<double>(Bins - 1);
        for (var (decile, last) = (1, double.NegativeInfinity); decile < Bins && known.Length > 0; decile++)
            if (Percentile.OfSorted(known, decile / (double)Bins) is var cut && cut < known[^1] && known.Any(value => value > last && value <= cut))
                cuts.Add(last = cut);
        return cuts.ToImmutable();
    }

    internal static ImmutableArray<int> CountsIn(ImmutableArray<double> cuts, IEnumerable<double> known)
    {
        var counts = new int[cuts.Length + 1];
        foreach (var value in known)
            counts[BinOf(cuts, value)]++;
        return [.. counts];
    }

    internal static double? MeanOf(IReadOnlyCollection<double> known) => known.Count == 0 ? null : known.Average();

    private static int BinOf(ImmutableArray<double> cuts, double value)
    {
        var bin = cuts.BinarySearch(value);
        return bin >= 0 ? bin : ~bin;
    }
}
