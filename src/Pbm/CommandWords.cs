using System.Collections.Immutable;
using System.Text;

namespace AxSpa.Pbm;

/// <summary>Cuts a typed line into words as a shell does: blanks part them, quotes keep blanks, a backslash keeps the next character.</summary>
internal static class CommandWords
{
    /// <summary>A quote that is left open ends with the line. A word that begins with # begins a comment.</summary>
    public static ImmutableArray<string> Split(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var (inWord, quote) = (false, '\0');
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '\\' && quote != '\'' && at + 1 < line.Length)
                inWord = Add(line[++at]);
            else if (quote != '\0' && letter == quote)
                quote = '\0';
            else if (quote == '\0' && letter is ('"' or '\''))
                (inWord, quote) = (true, letter);
            else if (quote == '\0' && char.IsWhiteSpace(letter))
                inWord = End();
            else if (letter == '#' && !inWord)
                break;
            else
                inWord = Add(letter);
        }
        End();
        return words.ToImmutable();

        bool Add(char letter)
        {
            word.Append(letter);
            return true;
        }

        bool End()
        {
            if (inWord)
                words.Add(word.ToString());
            word.Clear();
            return false;
        }
    }
}
