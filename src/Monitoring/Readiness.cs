using System.Collections.Immutable;

namespace AxSpa.Monitoring;

/// <summary>Whether a process can do its work: every check that its role has.</summary>
/// <remarks>Checks answer at once, from what was last seen: who asks is never held up by a disk or a database that hangs.</remarks>
public sealed class Readiness
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, Func<string?>> _checks = ImmutableSortedDictionary.Create<string, Func<string?>>(StringComparer.Ordinal);

    /// <param name="name">One word; the check of this name that was there before is replaced.</param>
    /// <param name="trouble">For people; null when all is well.</param>
    public void Require(string name, Func<string?> trouble)
    {
        lock (_gate)
            _checks = _checks.SetItem(name, trouble);
    }

    /// <returns>Each check with its trouble; null where there is none.</returns>
    public ImmutableSortedDictionary<string, string?> Look() =>
        _checks.ToImmutableSortedDictionary(check => check.Key, check => check.Value(), StringComparer.Ordinal);
}
