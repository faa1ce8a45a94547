using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace AxSpa.Pipeline.Texts;

/// <summary>Numbers that were written with a decimal comma, which is no part of a number where commas part things: the cause is named.</summary>
public static class DecimalComma
{
    /// <returns>A sentence with a leading space where the text is a number but for a decimal comma; else nothing.</returns>
    public static string Hint(string text) => Pointed(text) is { } number ? $" Write it with a decimal point: {number}." : "";

    /// <returns>The number with a point; null: it is none with a decimal comma.</returns>
    public static string? Pointed(string text) =>
        text.IndexOf(',') is >= 0 and var comma && text.LastIndexOf(',') == comma && text.Replace(',', '.') is var pointed && char.IsAsciiDigit(pointed[^1])
            && double.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? pointed : null;

    /// <summary>In <c>{ train: 0,70 }</c> the comma ends the entry, and the digits behind it are a key without a value.</summary>
    /// <param name="path">Of a key of the section, for people.</param>
    /// <returns>A sentence with a leading space; null: the key is none of this kind.</returns>
    internal static string? InFlow(YamlMappingNode section, string key, Func<string, string> path)
    {
        YamlNode? before = null;
        foreach (var (name, value) in section.Children)
        {
            if (name is YamlScalarNode { Value: { } text } && text == key)
                return key.All(char.IsAsciiDigit) && value is YamlScalarNode { Value: null or "" } && before is YamlScalarNode { Value: { } owner }
                    && section.Children[before] is YamlScalarNode { Value: { } whole } && whole.TrimStart('-', '+').All(char.IsAsciiDigit)
                    ? $" The comma in '{owner}: {whole},{key}' ends the entry: write '{path(owner)}' with a decimal point, {owner}: {whole}.{key}."
                    : null;
            before = name;
        }
        return null;
    }

    /// <summary>In a row of a table that is parted by commas a decimal comma makes two cells of one number.</summary>
    /// <returns>A sentence with a leading space, or nothing.</returns>
    public static string InRow(IReadOnlyList<string> cells, int wanted, char delimiter)
    {
        for (var i = 1; delimiter == ',' && cells.Count > wanted && i < cells.Count; i++)
            if (cells[i].Length > 0 && cells[i].All(char.IsAsciiDigit) && cells[i - 1].TrimStart('-') is { Length: > 0 } whole && whole.All(char.IsAsciiDigit))
                return " Numbers with a decimal comma would do that: write them with a point, such as 12.5, or save the table parted by semicolons.";
        return "";
    }

    /// <summary>Twice as many numbers as there should be are the halves of numbers with a decimal comma, most likely.</summary>
    /// <returns>A sentence with a leading space, or nothing.</returns>
    public static string InList(int? length, int wanted) => length > wanted && length <= 2 * wanted
        ? string.Create(CultureInfo.InvariantCulture, $" There are {length} numbers: write decimals with a point, since a comma begins the next one.")
        : "";
}
