using System.Text.Encodings.Web;
using System.Text.Json;

namespace AxSpa.Pipeline.Specification;

/// <summary>Values as the canonical text of a specification has them: one way to write each.</summary>
public static class YamlText
{
    /// <summary>Plain where no reader of YAML could take it for anything but text, else quoted with JSON's escapes, which YAML shares.</summary>
    public static string Scalar(string text)
    {
        string[] notText = ["null", "true", "false", "yes", "no", "on", "off", "none", "y", "n"];
        var plain = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '/') && text[^1] != ' '
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '/')
            && !notText.Contains(text, StringComparer.OrdinalIgnoreCase);
        return plain ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    public static string OrNull(string? text) => text is null ? "null" : Scalar(text);

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    public static string Numbers(IEnumerable<double> numbers) => $"[{string.Join(", ", numbers.Select(number => Invariant($"{number}")))}]";

    public static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
