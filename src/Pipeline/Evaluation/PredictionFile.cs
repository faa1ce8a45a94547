using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Predictors;
using CsvHelper;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// predictions.csv: patient_id, set, label, has_mri, then raw, probability and positive of each model; empty where a model has
/// no score. Numbers read back as the same doubles.
/// </summary>
public static class PredictionFile
{
    private static readonly string[] Before = ["patient_id", "set", "label", "has_mri"];
    private static readonly string[] Parts = ["raw", "probability", "positive"];

    public static void Write(string path, PredictionTable table) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in HeaderOf(table.Predictors)) csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            csv.WriteField(row.PatientId);
            csv.WriteField(SetName.Of(row.Set));
            csv.WriteField(row.IsCase ? 1 : 0);
            csv.WriteField(row.HasMri ? 1 : 0);
            foreach (var model in table.Predictors)
            {
                var score = row[model];
                csv.WriteField(score?.Raw.ToString("R", CultureInfo.InvariantCulture));
                csv.WriteField(score?.Probability.ToString("R", CultureInfo.InvariantCulture));
                csv.WriteField(score is null ? null : score.Positive ? "1" : "0");
            }
            csv.NextRecord();
        }
    });

    /// <exception cref="RefusedInputException">The file is not one that <see cref="Write"/> made.</exception>
    public static PredictionTable Read(string path)
    {
        using var text = new StreamReader(path);
        return Read(text, path);
    }

    /// <summary>The same from bytes that lie in no file here.</summary>
    /// <param name="name">What messages call it.</param>
    public static PredictionTable Parse(byte[] bytes, string name) => Read(new StreamReader(new MemoryStream(bytes)), name);

    private static PredictionTable Read(StreamReader text, string path)
    {
        using var csv = new CsvReader(text, CsvFormat.Written);
        if (!csv.Read() || !csv.ReadHeader() || PredictorsIn(csv.HeaderRecord!) is not { } predictors)
            throw new RefusedInputException(
                $"{path}: the header must be {string.Join(',', HeaderOf([.. PredictorRegistry.All.Where(one => one.IsAlways).Select(one => one.Id)]))}, "
                + "and three columns more for each further predictor. Is this a run's predictions.csv?");
        var rows = ImmutableArray.CreateBuilder<PatientPrediction>();
        while (csv.Read())
        {
            try
            {
                rows.Add(new PatientPrediction(
                    csv.GetField(0)!, SetName.Parse(csv.GetField(1)!) ?? throw new FormatException("unknown set"), Flag(csv, 2),
                    new PredictorScores(predictors, [.. predictors.Select((_, i) => Score(csv, Before.Length + Parts.Length * i))])));
            }
            catch (Exception wrong) when (wrong is FormatException or CsvHelperException)
            {
                throw new RefusedInputException(
                    $"{path}: line {csv.Parser.Row} is not a prediction. Run the fusion again.", wrong);
            }
        }
        return new PredictionTable(predictors, rows.ToImmutable());
    }

    private static IEnumerable<string> HeaderOf(ImmutableArray<PredictorId> predictors) =>
        [.. Before, .. predictors.SelectMany(predictor => Parts.Select(part => $"{predictor}_{part}"))];

    /// <returns>Null: this is no such header.</returns>
    private static ImmutableArray<PredictorId>? PredictorsIn(string[] header)
    {
        ImmutableArray<PredictorId> named =
            [.. PredictorRegistry.All.Select(predictor => predictor.Id).Where(predictor => header.Contains($"{predictor}_{Parts[0]}", StringComparer.Ordinal))];
        return HeaderOf(named).SequenceEqual(header) ? named : null;
    }

    private static ModelScore? Score(CsvReader csv, int column) => csv.GetField(column) is { Length: > 0 } raw
        ? new ModelScore(
            double.Parse(raw, CultureInfo.InvariantCulture), double.Parse(csv.GetField(column + 1)!, CultureInfo.InvariantCulture), Flag(csv, column + 2))
        : null;

    private static bool Flag(CsvReader csv, int column) => csv.GetField(column) switch
    {
        "1" => true,
        "0" => false,
        var other => throw new FormatException($"'{other}' is neither 0 nor 1"),
    };
}
