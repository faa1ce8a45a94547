using System.Text.Encodings.Web;
using System.Text.Json;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>metrics.json: the whole report. A measure without a value is null and says why; there is no NaN.</summary>
public static class MetricsJson
{
    public static byte[] Render(EvaluationReport report)
    {
        using var stream = new MemoryStream();
        // Relaxed: the notes hold dashes and quotes that people read; nobody puts this file into HTML unescaped.
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            JsonSerializer.Serialize(writer, report, EvaluationJson.Default.EvaluationReport);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public static EvaluationReport Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport) ?? throw new JsonException("metrics.json is null");
}
