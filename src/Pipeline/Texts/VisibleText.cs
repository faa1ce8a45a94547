using System.Globalization;
using System.Text;

namespace AxSpa.Pipeline.Texts;

/// <summary>
/// Text of somebody else as people may be shown it. What moves a cursor, turns the direction of writing or cannot be seen at all stands there as <c>\u202E</c>:
/// inside JSON that is the same text still.
/// </summary>
public static class VisibleText
{
    /// <summary>Line feeds and tabs stay.</summary>
    public static string Of(string text)
    {
        if (IsPlain(text))
            return text;
        var shown = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at);
            foreach (var unit in text.AsSpan(at, length))
            {
                if (IsHidden(text, at))
                    shown.Append("\\u").Append(Digit(unit >> 12)).Append(Digit(unit >> 8)).Append(Digit(unit >> 4)).Append(Digit(unit));
                else
                    shown.Append(unit);
            }
            at += length;
        }
        return shown.ToString();
    }

    /// <summary>At most so much of it; what was longer says how long it was.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}… ({text.Length} characters)");

    /// <summary>It is shown as it is.</summary>
    public static bool IsPlain(string text)
    {
        for (var at = 0; at < text.Length; at += LengthAt(text, at))
            if (IsHidden(text, at))
                return false;
        return true;
    }

    private static char Digit(int number) => "0123456789ABCDEF"[number & 15];

    private static int LengthAt(string text, int at) => char.IsSurrogatePair(text, at) ? 2 : 1;

    private static bool IsHidden(string text, int at) => text[at] is not ('\n' or '\t')
        && CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
