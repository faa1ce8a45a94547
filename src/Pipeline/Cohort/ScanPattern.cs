using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// A file name pattern with <c>{patient_id}</c>, and whose file a name is by it. An id does not end in the middle of a word or number
/// (<see cref="IdBoundary"/>): with <c>{patient_id}*.nii*</c> the file p10_t2.nii is never patient p1's, whether or not there is a patient p10. Where an id
/// lies within another one, the longer is meant; ids in different places of a name fit equally well. Names, ids and the pattern are compared as tables'
/// cells are (<see cref="CellForm"/>), and the case of an ending does not count.
/// </summary>
/// <remarks>
/// By the first rules, the longest id is the owner wherever it stands, the leftmost of equally long ones, and all is compared as it is written.
/// </remarks>
internal sealed partial class ScanPattern
{
    private const string Mark = "{patient_id}";
    private readonly bool _isFirst;
    private readonly string _before, _after;
    private readonly IdBoundary _boundary;

    public ScanPattern(string pattern, int rules)
    {
        _isFirst = rules < RunRules.Second;
        LooksIntoFolders = pattern.Contains('/', StringComparison.Ordinal);
        LooksIntoHidden = pattern.StartsWith('.') || pattern.Contains("/.", StringComparison.Ordinal);
        if (!_isFirst) pattern = CellForm.Of(pattern);
        var mark = pattern.IndexOf(Mark, StringComparison.Ordinal);
        (_before, _after) = (pattern[..mark], pattern[(mark + Mark.Length)..]);
        if (!_isFirst)
            (_before, _after) = (Literal(_before), Literal(Ending().Replace(_after, ending => ending.Value.ToLowerInvariant())));
        _boundary = new IdBoundary(_before, _after);
    }

    /// <summary>A pattern with a slash looks into subfolders.</summary>
    public bool LooksIntoFolders { get; }

    /// <summary>So does one with a dot behind it into folders whose names begin with a dot.</summary>
    public bool LooksIntoHidden { get; }

    /// <returns>The patients whose file this may be: none, one, or several where the name does not say.</returns>
    public ImmutableArray<string> Owners(string name, PatientNames patients) => _isFirst ? Longest(name, patients) : Outermost(FormOf(name), patients);

    /// <summary>Does the name fit the pattern for somebody, whoever it is?</summary>
    public bool FitsAnybody(string name) => Matches($"{_before}*{_after.Replace(Mark, "*", StringComparison.Ordinal)}", _isFirst ? name : FormOf(name));

    /// <summary>Does it fit for one of the patients where upper and lower case are one?</summary>
    public bool FitsInOtherCase(string name, PatientNames patients) => FormOf(name) is var form && patients.Places(form, ignoreCase: true)
        .Any(place => Fits(form, place.Start, form.AsSpan(place.Start, place.Length).ToString(), ignoreCase: true));

    private ImmutableArray<string> Longest(string name, PatientNames patients)
    {
        foreach (var (start, _, id) in patients.Places(name, ignoreCase: false))
            if (Fits(name, start, id, ignoreCase: false)) return [id];
        return [];
    }

    private ImmutableArray<string> Outermost(string name, PatientNames patients)
    {
        var outer = new List<(int Start, int End, string Id)>();
        foreach (var (start, length, id) in patients.Places(name, ignoreCase: false)) // the longest first
            if (Fits(name, start, name.Substring(start, length), ignoreCase: false)
                && !outer.Any(found => found.Start <= start && start + length <= found.End && found.End - found.Start > length))
                outer.Add((start, start + length, id));
        return [.. outer.Select(found => found.Id).Distinct(StringComparer.Ordinal)];
    }

    private bool Fits(string name, int start, string id, bool ignoreCase)
    {
        var end = start + id.Length;
        return (_isFirst ? _boundary.WasRespected(name, start, end) : _boundary.IsRespected(name, start, end))
            && Matches(_before, name.AsSpan(0, start), ignoreCase)
            && Matches(_after.Replace(Mark, Escaped(id), StringComparison.Ordinal), name.AsSpan(end), ignoreCase);
    }

    private static string FormOf(string name) => ScanEnding.Lowered(CellForm.Of(name));

    /// <summary>The matcher lets no * stand for nothing where nothing else is left to match, and so did the first rules.</summary>
    private bool Matches(string expression, ReadOnlySpan<char> name, bool ignoreCase = false) =>
        expression.Length == 0 || name.IsEmpty && !_isFirst ? name.IsEmpty && expression.AsSpan().Trim('*').IsEmpty
            : FileSystemName.MatchesSimpleExpression(expression, name, ignoreCase);

    /// <summary>A backslash belongs to a file's name; to the matcher it says that the next letter is meant as it is.</summary>
    private static string Literal(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);

    private static string Escaped(string id) =>
        id.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("*", @"\*", StringComparison.Ordinal).Replace("?", @"\?", StringComparison.Ordinal);

    [GeneratedRegex(@"\.(?:nii|hdr|img)[.gz*?]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
