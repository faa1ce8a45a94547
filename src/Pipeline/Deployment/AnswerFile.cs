using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Deployment.Shift;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Predictors;
using CsvHelper;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What a frozen model says of new patients: patient_id, label where it is known, has_mri, then raw, probability and positive of each
/// model, and its recalibrated probability where there is one, empty where a model has no answer; then what is unlike the patients it learned from. The same
/// numbers, digit for digit, as in a
/// run's predictions.csv.
/// </summary>
public static class AnswerFile
{
    /// <param name="isLabelled">The rows' labels are true ones, and written.</param>
    /// <param name="recalibrated">By model and row; null: no such columns.</param>
    /// <param name="unlike">[row] what the model has not seen the like of (<see cref="UnlikePatients"/>), as the last column; null: no such column.</param>
    public static void Write(
        string path, PredictionTable answers, bool isLabelled, Func<PredictorId, int, double?>? recalibrated,
        ImmutableArray<string>? unlike = null) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in (string[])["patient_id", .. isLabelled ? ["label"] : Array.Empty<string>(), "has_mri",
            .. answers.Predictors.SelectMany(model => Columns(model, recalibrated is not null)), .. unlike is null ? [] : new[] { Unlike }])
            csv.WriteField(column);
        csv.NextRecord();
        for (var row = 0; row < answers.Rows.Length; row++)
        {
            var patient = answers.Rows[row];
            csv.WriteField(patient.PatientId);
            if (isLabelled) csv.WriteField(patient.IsCase ? 1 : 0);
            csv.WriteField(patient.HasMri ? 1 : 0);
            foreach (var model in answers.Predictors)
            {
                var score = patient[model];
                csv.WriteField(Text(score?.Raw));
                csv.WriteField(Text(score?.Probability));
                csv.WriteField(score is null ? null : score.Positive ? "1" : "0");
                if (recalibrated is not null) csv.WriteField(score is null ? null : Text(recalibrated(model, row)));
            }
            if (unlike is { } said) csv.WriteField(said[row]);
            csv.NextRecord();
        }
    });

    private const string Unlike = "unlike";

    private static IEnumerable<string> Columns(PredictorId model, bool isRecalibrated) =>
        ((string[])["raw", "probability", "positive", .. isRecalibrated ? ["recalibrated"] : Array.Empty<string>()]).Select(part => $"{model.Key}_{part}");

    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
