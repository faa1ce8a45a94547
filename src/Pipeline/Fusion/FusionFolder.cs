using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using CsvHelper;

namespace AxSpa.Pipeline.Fusion;

/// <summary>The files of the fusion job: what later jobs read, and what a researcher may want to look at.</summary>
public static class FusionFolder
{
    /// <summary>The booster; absent where there is nothing to fuse, as are features and contributions.</summary>
    public const string Model = "model.json";
    public const string Features = "features.csv";
    public const string Contributions = "shap.csv";
    public const string Predictions = "predictions.csv";

    /// <summary>The out-of-fold predictions of a later repeat of the cross-validation.</summary>
    /// <param name="repeat">From 1: those of the first are among <see cref="Predictions"/>.</param>
    public static string OutOfFoldPredictions(int repeat) => $"oof_predictions_{RepeatName.Of(repeat)}.csv";

    /// <summary>Calibrations, thresholds and rounds: <see cref="FitSummary"/>.</summary>
    public const string Summary = "fit.json";

    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> Write(string folder, PreparedCohort cohort, FusionResult result)
    {
        var written = new List<string>();
        string At(string name)
        {
            written.Add(Path.Combine(folder, name));
            return written[^1];
        }
        PredictionFile.Write(At(Predictions), result.Predictions);
        AtomicFile.Write(At(Summary), result.Summary.ToJson());
        if (result.Model is not { } model) return written;
        AtomicFile.Write(At(Model), model.Json);
        foreach (var (predictor, other) in result.Others)
            AtomicFile.Write(At(FusionRegistry.Of(predictor).FileName), other.Content);
        if (model.Shap is { } shap) ShapFile.Write(At(Contributions), shap);
        WriteFeatures(At(Features), cohort, model.Features);
        return written;
    }

    /// <summary>patient_id, set, label and a column per feature; empty where missing.</summary>
    private static void WriteFeatures(string path, PreparedCohort cohort, FeatureMatrix features) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in (string[])["patient_id", "set", "label", .. features.Columns]) csv.WriteField(column);
        csv.NextRecord();
        for (var row = 0; row < features.Rows; row++)
        {
            csv.WriteField(cohort.Patients[row].Id);
            csv.WriteField(SetName.Of(cohort.Patients[row].Set));
            csv.WriteField(cohort.Patients[row].IsCase ? 1 : 0);
            foreach (var value in features.Row(row))
                csv.WriteField(float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture));
            csv.NextRecord();
        }
    });
}
