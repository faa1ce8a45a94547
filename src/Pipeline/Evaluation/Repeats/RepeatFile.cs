using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Evaluation.Repeats;

/// <summary>
/// oof_repeats.csv: patient_id, label, then of each model the mean and standard deviation of the out-of-fold probability over the
/// repeats, and in how many the patient was called positive; empty where a repeat has no score.
/// </summary>
public static class RepeatFile
{
    public const string FileName = "oof_repeats.csv";

    /// <param name="repeats">At least two, of the same patients in the same order.</param>
    public static void Write(string path, IReadOnlyList<PredictionTable> repeats) => AtomicFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        var columns = repeats[0].Predictors.SelectMany(model => new[] { "mean", "sd", "positive" }.Select(part => $"{model.Key}_{part}"));
        text.WriteLine($"patient_id,label,{string.Join(',', columns)}");
        var rows = repeats.Select(RepeatPerformance.OutOfFold).ToArray();
        for (var i = 0; i < rows[0].Length; i++)
        {
            var cells = repeats[0].Predictors.SelectMany(model => Cells([.. rows.Select(repeat => repeat[i][model])]));
            text.WriteLine($"{CsvCell.Quoted(rows[0][i].PatientId)},{(rows[0][i].IsCase ? 1 : 0)},{string.Join(',', cells)}");
        }
    });

    private static string[] Cells(ModelScore?[] scores)
    {
        if (scores.Any(score => score is null)) return ["", "", ""];
        var patient = PatientRepeats.Of([.. scores.Select(score => score!)]);
        return
        [
            patient.MeanProbability.ToString("R", CultureInfo.InvariantCulture), patient.StandardDeviation.ToString("R", CultureInfo.InvariantCulture),
            patient.Positives.ToString(CultureInfo.InvariantCulture),
        ];
    }
}
