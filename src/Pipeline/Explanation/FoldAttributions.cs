using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Pipeline.Explanation;

/// <summary>How far each input of one fold model moves the log-odds of some patients, before calibration.</summary>
/// <param name="Features">[inputs] the column of <see cref="FusionFeatures"/> that each belongs to: the inputs of a yes-or-no column are one feature.</param>
/// <param name="Mean">Log-odds of the patients that these are compared with, on average.</param>
/// <param name="Values">[patients × inputs] log-odds; with the mean they add up to the model's answer.</param>
public sealed record FoldAttributions(ImmutableArray<string> Features, double Mean, float[] Values)
{
    /// <summary>As a fold's explanation is kept until all of them are brought together.</summary>
    public const string FileName = "attributions.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExplanationJson.Default.FoldAttributions);

    public static FoldAttributions FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ExplanationJson.Default.FoldAttributions) ?? throw new JsonException("The attributions are empty.");

    /// <summary>The mean over the fold models, as a branch averages their log-odds, feature by feature.</summary>
    /// <param name="folds">In the order of the folds: in another one the sums would have other last digits.</param>
    /// <param name="patients">Indices into the cohort, as each fold model was asked.</param>
    public static ShapTable MeanOf(IReadOnlyList<FoldAttributions> folds, PreparedCohort cohort, int[] patients)
    {
        var features = new FusionFeatures(cohort, []);
        string[] columns = [.. features.Columns];
        var (mean, bias) = (new double[patients.Length, columns.Length], 0.0);
        foreach (var fold in folds)
        {
            bias += fold.Mean / folds.Count;
            int[] featureOf = [.. fold.Features.Select(name => Array.IndexOf(columns, name))];
            if (featureOf.Contains(-1) || fold.Values.Length != patients.Length * featureOf.Length)
                throw new ArgumentException("A fold model's attributions are of other features or patients than this cohort has.", nameof(folds));
            for (var patient = 0; patient < patients.Length; patient++)
                for (var input = 0; input < featureOf.Length; input++)
                    mean[patient, featureOf[input]] += (double)fold.Values[patient * featureOf.Length + input] / folds.Count;
        }
        var values = features.Rows(patients, []);
        return new ShapTable(
            [.. columns],
            [.. patients.Select((patient, row) => new ShapRow(
                cohort.Patients[patient].Id, cohort.Patients[patient].Set, bias, [.. values.Row(row)],
                [.. Enumerable.Range(0, columns.Length).Select(feature => mean[row, feature])]))]);
    }
}
