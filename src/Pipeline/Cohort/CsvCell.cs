namespace AxSpa.Pipeline.Cohort;

/// <summary>One cell of a comma-separated file.</summary>
public static class CsvCell
{
    /// <summary>In quotation marks where the text would otherwise be read as something else: RFC 4180.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    /// <summary>
    /// A text of a table that people open in a spreadsheet, which would run what begins as a formula does: in front of such a text comes an apostrophe.
    /// A number stays as it is. For tables that nothing reads back: identifiers and what is compared byte by byte must not change.
    /// </summary>
    public static string ForReading(string text) =>
        (text.TrimStart() is ['=' or '+' or '-' or '@', ..] || text is ['\t' or '\r', ..]) && !ColumnTyping.TryNumber(text, out _) ? $"'{text}" : text;
}
