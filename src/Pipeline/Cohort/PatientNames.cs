using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>The ids of all patients, to be looked for in names of files.</summary>
internal sealed class PatientNames
{
    private readonly Dictionary<string, string> _ids, _idsInAnyCase;
    private readonly ImmutableArray<int> _lengths;

    /// <param name="rules">By the first, an id is looked for as it is written; else in the form in which tables' cells are compared
    /// (<see cref="CellForm"/>).</param>
    public PatientNames(IEnumerable<string> ids, int rules)
    {
        (_ids, _idsInAnyCase) = (new(StringComparer.Ordinal), new(StringComparer.OrdinalIgnoreCase));
        foreach (var id in ids)
        {
            var form = rules < RunRules.Second ? id : CellForm.Of(id);
            _ids.TryAdd(form, id);
            _idsInAnyCase.TryAdd(form, id);
        }
        _lengths = [.. _ids.Keys.Select(id => id.Length).Distinct().OrderDescending()];
    }

    /// <summary>Where in a name an id stands, whatever stands around it: the longest first, of equally long ones from left to right.</summary>
    public IEnumerable<(int Start, int Length, string Id)> Places(string name, bool ignoreCase)
    {
        var ids = (ignoreCase ? _idsInAnyCase : _ids).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _lengths)
            for (var start = 0; start + length <= name.Length; start++)
                if (length > 0 && ids.TryGetValue(name.AsSpan(start, length), out var id)) yield return (start, length, id);
    }
}
