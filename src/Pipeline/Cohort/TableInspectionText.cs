using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>An inspection as plain lines for a terminal, or as one JSON object.</summary>
public static class TableInspectionText
{
    public static string ToText(this TableInspection inspection)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"file     {inspection.File}\n");
        text.Append(CultureInfo.InvariantCulture, $"rows     {inspection.Rows}, {inspection.CompleteRows} without a missing cell\n");
        text.Append(CultureInfo.InvariantCulture, $"columns  {inspection.Columns.Length}, parted by {inspection.Delimiter}\n\n");
        var width = Math.Max("column".Length, inspection.Columns.Max(column => column.Name.Length));
        text.Append(CultureInfo.InvariantCulture, $"{"column".PadRight(width)}  type         missing  distinct  values\n");
        foreach (var column in inspection.Columns)
            text.Append(CultureInfo.InvariantCulture,
                $"{column.Name.PadRight(width)}  {column.Type,-11}  {Share(column.Missing, inspection.Rows),7}  {column.Distinct,8}  {Values(column)}")
                    .Append('\n');
        foreach (var refusal in inspection.Refusals)
            text.Append(CultureInfo.InvariantCulture, $"\nrefused  {refusal}\n");
        return text.ToString();
    }

    public static string ToJson(this TableInspection inspection) =>
        JsonSerializer.Serialize(inspection, Json.TableInspection);

    private static readonly TableInspectionJson Json = new(new JsonSerializerOptions(TableInspectionJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names of diseases and people stay readable
    });

    private static string Share(int missing, int rows) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * missing / rows:0.#} %");

    private static string Values(ColumnInspection column) => column switch
    {
        { Numbers: { } numbers } =>
            string.Create(CultureInfo.InvariantCulture, $"{numbers.Least:G6} to {numbers.Greatest:G6}, median {numbers.Median:G6}, mean {numbers.Mean:G6}"),
        { Levels.IsEmpty: true, LevelsOfOneRow: 0 } => "",
        _ => string.Join(", and ", ((string[])
        [
            TableException.Listed(column.Levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Level} {level.Rows}")), 8),
            column.LevelsOfOneRow == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{column.LevelsOfOneRow} of one row each"),
        ]).Where(part => part.Length > 0)),
    };
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TableInspection))]
public sealed partial class TableInspectionJson : JsonSerializerContext;
