namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// What two spellings of one word have in common: letters and digits whatever their case, without spaces, hyphens and underscores between them.
/// </summary>
internal static class TextKey
{
    public static string Of(string text)
    {
        var key = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '\u2010' or '\u2011' or '\u2013'))).ToLowerInvariant();
        return key.Length > 0 ? key : text;
    }
}
