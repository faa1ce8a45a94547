using System.Globalization;
using System.Text;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// Does a patient's id stand in a name as a word of its own? Of a pattern's own letters next to the id nothing is asked: who writes <c>sub{patient_id}t2</c>
/// means it.
/// </summary>
internal sealed class IdBoundary
{
    private const int Looked = 2;
    private readonly bool _beganAtWildcard, _endedAtWildcard;
    private readonly int _literalBefore, _literalAfter;

    /// <param name="before">Of the pattern, what stands before the id, with * and ? for whatever there may be; <paramref name="after"/> behind it.</param>
    public IdBoundary(string before, string after)
    {
        (_beganAtWildcard, _endedAtWildcard) = (before.EndsWith('*'), after.StartsWith('*'));
        _literalBefore = before.Reverse().TakeWhile(IsLiteral).Count();
        _literalAfter = after.TakeWhile(IsLiteral).Count();
    }

    /// <summary>Neither end lies in a word or a number: 1 is not the 1 of 1.5, of 1,5 or of 0.1, nor Rene that of a René written in parts.</summary>
    public bool IsRespected(string name, int start, int end)
    {
        if (start > 0 && _literalBefore == 0 && AreJoined(name, start)) return false;
        if (end < name.Length && _literalAfter == 0 && AreJoined(name, end)) return false;
        return (_literalBefore >= Looked || !IsNumberGoingOn(name, start - 1)) && (_literalAfter >= Looked || !IsNumberGoingOn(name, end));
    }

    /// <summary>By the first rules: where a * stands beside the id, no letter or digit does.</summary>
    public bool WasRespected(string name, int start, int end) =>
        !(_beganAtWildcard && start > 0 && char.IsLetterOrDigit(name[start - 1]) && char.IsLetterOrDigit(name[start]))
        && !(_endedAtWildcard && end < name.Length && char.IsLetterOrDigit(name[end - 1]) && char.IsLetterOrDigit(name[end]));

    private static bool IsLiteral(char letter) => letter is not ('*' or '?');

    /// <summary>Do the letters on both sides of a place belong to one word?</summary>
    private static bool AreJoined(string name, int at)
    {
        Rune.DecodeLastFromUtf16(name.AsSpan(0, at), out var left, out _);
        Rune.DecodeFromUtf16(name.AsSpan(at), out var right, out _);
        return IsMark(right) || IsOfWord(left) && IsOfWord(right);
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || IsMark(rune);

    /// <summary>It changes the letter before it.</summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Is this a decimal point or comma between two digits?</summary>
    private static bool IsNumberGoingOn(string name, int at) =>
        at > 0 && at < name.Length - 1 && name[at] is '.' or ',' && char.IsDigit(name[at - 1]) && char.IsDigit(name[at + 1]);
}
