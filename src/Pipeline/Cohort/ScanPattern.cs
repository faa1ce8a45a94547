using System.IO.Enumeration;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// A file name pattern with <c>{patient_id}</c>. A file belongs to the patient with the longest id that fits, and an id does not
/// end in the middle of a word or number: with <c>{patient_id}*.nii*</c> the file p10_t2.nii is never patient p1's, whether or
/// not there is a patient p10.
/// </summary>
internal sealed class ScanPattern(string pattern)
{
    private const string Mark = "{patient_id}";
    private readonly string _before = pattern[..pattern.IndexOf(Mark, StringComparison.Ordinal)];
    private readonly string _after = pattern[(pattern.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..];

    /// <summary>A pattern with a slash looks into subfolders.</summary>
    public bool LooksIntoFolders { get; } = pattern.Contains('/', StringComparison.Ordinal);

    /// <returns>The patient whose file this is; null: nobody's.</returns>
    public string? Owner(string name, HashSet<string> ids)
    {
        var known = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = name.Length; length > 0; length--)
            for (var start = 0; start + length <= name.Length; start++)
                if (known.TryGetValue(name.AsSpan(start, length), out var id) && Fits(name, start, id)) return id;
        return null;
    }

    /// <summary>Does the name fit the pattern for somebody, whoever it is?</summary>
    public bool FitsAnybody(string name) => Matches($"{_before}*{_after.Replace(Mark, "*", StringComparison.Ordinal)}", name);

    /// <summary>Would the name fit the pattern for one of these patients, were all of it in lower case?</summary>
    public bool FitsButForCase(string name, IEnumerable<string> ids)
    {
        var lower = new ScanPattern(_before.ToLowerInvariant() + Mark + _after.ToLowerInvariant());
        return lower.Owner(name.ToLowerInvariant(), ids.Select(id => id.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal)) is not null;
    }

    private bool Fits(string name, int start, string id)
    {
        var end = start + id.Length;
        if (_before.EndsWith('*') && start > 0 && Joined(name[start - 1], name[start])) return false;
        if (_after.StartsWith('*') && end < name.Length && Joined(name[end - 1], name[end])) return false;
        return Matches(_before, name.AsSpan(0, start)) && Matches(_after.Replace(Mark, Escaped(id), StringComparison.Ordinal), name.AsSpan(end));
    }

    private static bool Joined(char left, char right) => char.IsLetterOrDigit(left) && char.IsLetterOrDigit(right);

    private static bool Matches(string expression, ReadOnlySpan<char> name) =>
        expression.Length == 0 ? name.IsEmpty : FileSystemName.MatchesSimpleExpression(expression, name, ignoreCase: false);

    private static string Escaped(string id) =>
        id.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("*", @"\*", StringComparison.Ordinal).Replace("?", @"\?", StringComparison.Ordinal);
}
