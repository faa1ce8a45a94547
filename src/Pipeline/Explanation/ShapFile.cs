using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using CsvHelper;

namespace AxSpa.Pipeline.Explanation;

/// <summary>
/// shap.csv in the long form that plotting tools like: patient_id, set, feature, value, contribution. Each patient's first row
/// is the bias, with an empty value; a missing feature has an empty value too. Numbers read back exactly.
/// </summary>
public static class ShapFile
{
    public const string Bias = "(bias)";
    private static readonly string[] Header = ["patient_id", "set", "feature", "value", "contribution"];

    public static void Write(string path, ShapTable table) => AtomicFile.Write(path, stream =>
    {
        using var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written);
        foreach (var column in Header) csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            Line(csv, row, Bias, float.NaN, row.Bias);
            for (var i = 0; i < table.Features.Length; i++) Line(csv, row, table.Features[i], row.Values[i], row.Contributions[i]);
        }
    });

    /// <exception cref="RefusedInputException">The file is not one that <see cref="Write"/> made.</exception>
    public static ShapTable Read(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), CsvFormat.Written);
        if (!csv.Read() || !csv.ReadHeader() || !Header.SequenceEqual(csv.HeaderRecord!))
            throw new RefusedInputException($"{path}: the header must be {string.Join(',', Header)}. Is this a run's shap.csv?");
        var features = new List<string>();
        var rows = new List<(string Id, PatientSet Set, double Bias, List<float> Values, List<double> Contributions)>();
        while (csv.Read())
        {
            if (csv.Parser.Count != Header.Length || SetName.Parse(csv.GetField(1)!) is not { } set ||
                !double.TryParse(csv.GetField(4), NumberStyles.Float, CultureInfo.InvariantCulture, out var contribution) ||
                (rows.Count == 0 && csv.GetField(2) != Bias))
                throw new RefusedInputException($"{path}: line {csv.Parser.Row} is not a contribution. Run the fusion again.");
            if (csv.GetField(2) == Bias)
            {
                rows.Add((csv.GetField(0)!, set, contribution, [], []));
                continue;
            }
            if (rows.Count == 1) features.Add(csv.GetField(2)!);
            rows[^1].Values.Add(csv.GetField(3) is { Length: > 0 } text ? float.Parse(text, CultureInfo.InvariantCulture) : float.NaN);
            rows[^1].Contributions.Add(contribution);
        }
        return new ShapTable([.. features], [.. rows.Select(row => new ShapRow(row.Id, row.Set, row.Bias, [.. row.Values], [.. row.Contributions]))]);
    }

    private static void Line(CsvWriter csv, ShapRow row, string feature, float value, double contribution)
    {
        csv.WriteField(row.PatientId);
        csv.WriteField(SetName.Of(row.Set));
        csv.WriteField(feature);
        csv.WriteField(float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture));
        csv.WriteField(contribution.ToString("R", CultureInfo.InvariantCulture));
        csv.NextRecord();
    }
}
