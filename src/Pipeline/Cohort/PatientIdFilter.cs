using System.Buffers;
using System.Text;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Takes identifiers of known patients out of a text: the last net, below messages that name nobody to begin with.</summary>
public sealed class PatientIdFilter
{
    private const string Hidden = "[patient]";

    /// <summary>A shorter one, or a number of few digits, is a part of too many words: looking for it would destroy the text.</summary>
    private const int Shortest = 3, ShortestNumber = 5;

    private readonly SearchValues<string>? _ids;
    private readonly Dictionary<string, string> _known;

    /// <param name="name">What stands instead of an identifier; null: the same word for all.</param>
    public PatientIdFilter(IEnumerable<string> ids, Func<string, string>? name = null)
    {
        var all = ids.Distinct(StringComparer.Ordinal).ToList();
        _known = all.Where(CanBeFound).ToDictionary(id => id, id => name?.Invoke(id) ?? Hidden, StringComparer.Ordinal);
        TooShort = all.Count - _known.Count;
        _ids = _known.Count == 0 ? null : SearchValues.Create([.. _known.Keys], StringComparison.Ordinal);
    }

    /// <summary>Identifiers that are not looked for.</summary>
    public int TooShort { get; }

    /// <returns>The text with every identifier replaced that stands there as a word of its own: AX1 is not found in AX10.</returns>
    public string Hide(string text)
    {
        if (_ids is null || !text.AsSpan().ContainsAny(_ids))
            return text;
        var hidden = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(_ids);
            if (next < 0)
                return hidden.Append(text, at, text.Length - at).ToString();
            hidden.Append(text, at, next);
            at += next;
            if (LongestAt(text, at) is { } id)
            {
                hidden.Append(_known[id]);
                at += id.Length;
            }
            else
            {
                hidden.Append(text[at++]);
            }
        }
        return hidden.ToString();
    }

    private string? LongestAt(string text, int at)
    {
        if (at > 0 && IsJoined(text[at - 1], text[at]))
            return null;
        var rest = text.AsSpan(at);
        string? found = null;
        foreach (var id in _known.Keys)
            if (id.Length > (found?.Length ?? 0) && rest.StartsWith(id, StringComparison.Ordinal)
                && !(rest.Length > id.Length && IsJoined(id[^1], rest[id.Length])))
                found = id;
        return found;
    }

    private static bool IsJoined(char left, char right) => char.IsLetterOrDigit(left) && char.IsLetterOrDigit(right);

    private static bool CanBeFound(string id) => id.Length >= (id.All(char.IsDigit) ? ShortestNumber : Shortest) && id.Any(char.IsLetterOrDigit);
}
