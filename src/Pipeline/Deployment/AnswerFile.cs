using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Runs;
using CsvHelper;
using CsvHelper.Configuration;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What a frozen model says of new patients: patient_id, has_mri, then raw, probability and positive of each model; empty where a
/// model has no answer. The same numbers, digit for digit, as in a run's predictions.csv.
/// </summary>
public static class AnswerFile
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    public static void Write(string path, PredictionTable answers) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), Format);
        foreach (var column in (string[])["patient_id", "has_mri", .. PredictionTable.AllModels.SelectMany(Columns)])
            csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in answers.Rows)
        {
            csv.WriteField(row.PatientId);
            csv.WriteField(row.Mri is null ? 0 : 1);
            foreach (var model in PredictionTable.AllModels)
                WriteScore(csv, row[model]);
            csv.NextRecord();
        }
    });

    private static string[] Columns(Model model) => [.. new[] { "raw", "probability", "positive" }.Select(part => $"{ModelName.Of(model)}_{part}")];

    private static void WriteScore(CsvWriter csv, ModelScore? score)
    {
        csv.WriteField(score?.Raw.ToString("R", CultureInfo.InvariantCulture));
        csv.WriteField(score?.Probability.ToString("R", CultureInfo.InvariantCulture));
        csv.WriteField(score is null ? null : score.Positive ? "1" : "0");
    }
}
