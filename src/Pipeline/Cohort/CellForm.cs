using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// The one form in which texts of tables are compared: identifiers, labels, levels, names of columns. Spreadsheets, web pages and exports write
/// no-break spaces, byte order marks and letters in parts where a reader sees the same word, and who reads them as different words makes two patients of one.
/// </summary>
public static class CellForm
{
    /// <summary>
    /// Drawn as nothing, and no format characters (Cf) in Unicode's own list: joiners of marks, fillers of Hangul, Khmer's inherent vowels, the blank of
    /// Braille.
    /// </summary>
    private const string OtherInvisible = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private const string Minus = "\u2212\uFE63\uFF0D";

    /// <returns>
    /// Without white space of any kind at its ends and without invisible characters (general category Cf, variation selectors); a space of any width
    /// inside is a plain one; letters and their marks are composed (NFC, Unicode Standard Annex 15).
    /// </returns>
    public static string Of(string text)
    {
        if (IsPlain(text))
            return text;
        var formed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair becomes U+FFFD, which can be normalized
        {
            if (IsInvisible(rune))
                continue;
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
                formed.Append(' ');
            else
                formed.Append(rune);
        }
        // The runtime's own normalization is nothing without ICU, which this program does not carry (InvariantGlobalization).
        var form = ENSNormalize.NF.NFC(formed.ToString()).Trim();
        // A minus sign, as word processors set it before a number, is the one of a keyboard.
        return form.Length > 1 && Minus.Contains(form[0]) && (char.IsAsciiDigit(form[1]) || form[1] is '.' or ',') ? $"-{form[1..]}" : form;
    }

    /// <summary>It is in its form as it stands: most cells of most tables.</summary>
    internal static bool IsPlain(string text) =>
        text.Length == 0 || text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF
        || rune.IsBmp && OtherInvisible.Contains((char)rune.Value, StringComparison.Ordinal);
}
