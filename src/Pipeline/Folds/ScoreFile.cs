using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using CsvHelper;

namespace AxSpa.Pipeline.Folds;

/// <summary>
/// A fold model's scores as CSV: patient_id, set, label, logit, probability. Numbers are the shortest text that reads back
/// as the same double, so a score is the same number in every job.
/// </summary>
public static class ScoreFile
{
    private static readonly string[] Header = ["patient_id", "set", "label", "logit", "probability"];

    public static void Write(string path, IEnumerable<PatientScore> scores) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in Header) csv.WriteField(column);
        csv.NextRecord();
        foreach (var score in scores)
        {
            csv.WriteField(score.PatientId);
            csv.WriteField(SetName.Of(score.Set));
            csv.WriteField(score.IsCase ? 1 : 0);
            csv.WriteField(score.Logit.ToString("R", CultureInfo.InvariantCulture));
            csv.WriteField(score.Probability.ToString("R", CultureInfo.InvariantCulture));
            csv.NextRecord();
        }
    });

    /// <exception cref="RefusedInputException">The file is not one that <see cref="Write"/> made.</exception>
    public static IReadOnlyList<PatientScore> Read(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), CsvFormat.Written);
        if (!csv.Read() || !csv.ReadHeader() || !Header.SequenceEqual(csv.HeaderRecord!))
            throw new RefusedInputException($"{path}: the header must be {string.Join(',', Header)}. Is this a fold's oof.csv?");
        var scores = new List<PatientScore>();
        while (csv.Read())
        {
            if (csv.Parser.Count != Header.Length || csv.GetField(2) is not ("0" or "1") ||
                !double.TryParse(csv.GetField(3), NumberStyles.Float, CultureInfo.InvariantCulture, out var logit) || !double.IsFinite(logit) ||
                SetName.Parse(csv.GetField(1)!) is not { } set)
                throw new RefusedInputException($"{path}: line {csv.Parser.Row} is not a score. Train the fold again.");
            scores.Add(new PatientScore(csv.GetField(0)!, set, csv.GetField(2) == "1", logit));
        }
        return scores;
    }
}
