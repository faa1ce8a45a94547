namespace AxSpa.Pipeline.Texts;

/// <summary>Words that begin a line or a sentence.</summary>
public static class CapitalLetter
{
    /// <summary>The same with a capital first; nothing stays nothing.</summary>
    public static string Capitalized(this string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
