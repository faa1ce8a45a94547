using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Views;

/// <summary>Columns of plain text, as wide as their widest cell, two spaces apart.</summary>
internal static class TextTable
{
    /// <returns>Lines joined by line feeds, without trailing spaces and without a last line feed.</returns>
    public static string Render(ImmutableArray<string> header, IEnumerable<ImmutableArray<string>> rows)
    {
        ImmutableArray<ImmutableArray<string>> all = [header, .. rows.Select(row => row.Select(OneLine).ToImmutableArray())];
        var widths = header.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString(0, text.Length - 1);
    }

    private static string OneLine(string cell) => VisibleText.Of(cell.ReplaceLineEndings(" ").Replace('\t', ' '));
}
