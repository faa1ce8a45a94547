using System.Collections.Concurrent;

namespace AxSpa.Shared.Remoting;

/// <summary>The connections of a transport, so that it can take leave of all of them.</summary>
internal sealed class OpenAssociations
{
    private readonly ConcurrentDictionary<TlsAssociation, bool> _open = new(ReferenceEqualityComparer.Instance);

    public void Add(TlsAssociation association)
    {
        _open[association] = true;
        _ = association.Closed.ContinueWith(_ => _open.TryRemove(association, out bool _), TaskScheduler.Default);
    }

    /// <returns>True: what was still to be written has been written.</returns>
    public async Task<bool> CloseAll()
    {
        var open = _open.Keys.ToList();
        foreach (var association in open)
            association.Close();
        await Task.WhenAll(open.Select(association => association.Closed));
        return open.All(association => association.HasWrittenAll);
    }
}
