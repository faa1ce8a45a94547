namespace AxSpa.Pipeline.Cohort;

/// <summary>One cell of a comma-separated file.</summary>
public static class CsvCell
{
    /// <summary>In quotation marks where the text would otherwise be read as something else: RFC 4180.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
