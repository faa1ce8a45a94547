using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using CsvHelper;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// predictions.csv: patient_id, set, label, has_mri, then raw, probability and positive of each model; empty where a model has
/// no score. Numbers read back as the same doubles.
/// </summary>
public static class PredictionFile
{
    private static readonly string[] Header =
    [
        "patient_id", "set", "label", "has_mri",
        .. PredictionTable.AllModels.SelectMany(model => new[] { "raw", "probability", "positive" }.Select(part => $"{ModelName.Of(model)}_{part}")),
    ];

    public static void Write(string path, PredictionTable table) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in Header) csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            csv.WriteField(row.PatientId);
            csv.WriteField(SetName.Of(row.Set));
            csv.WriteField(row.IsCase ? 1 : 0);
            csv.WriteField(row.Mri is null ? 0 : 1);
            foreach (var model in PredictionTable.AllModels)
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
        if (!csv.Read() || !csv.ReadHeader() || !Header.SequenceEqual(csv.HeaderRecord!))
            throw new RefusedInputException($"{path}: the header must be {string.Join(',', Header)}. Is this a run's predictions.csv?");
        var rows = ImmutableArray.CreateBuilder<PatientPrediction>();
        while (csv.Read())
        {
            try
            {
                rows.Add(new PatientPrediction(
                    csv.GetField(0)!, SetName.Parse(csv.GetField(1)!) ?? throw new FormatException("unknown set"), Flag(csv, 2),
                    Score(csv, 4), Score(csv, 7), Score(csv, 10)));
            }
            catch (Exception wrong) when (wrong is FormatException or CsvHelperException)
            {
                throw new RefusedInputException(
                    $"{path}: line {csv.Parser.Row} is not a prediction. Run the fusion again.", wrong);
            }
        }
        return new PredictionTable(rows.ToImmutable());
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
