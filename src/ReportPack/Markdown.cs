using System.Text;

namespace AxSpa.ReportPack;

/// <summary>Text that Markdown shows as it is.</summary>
internal static class Markdown
{
    private const string Special = "\\`*_{}[]<>#|~";

    /// <summary>Also on one line, so that it can stand in a table or a heading.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(letter)) escaped.Append('\\');
            escaped.Append(letter);
        }
        return escaped.ToString();
    }
}
