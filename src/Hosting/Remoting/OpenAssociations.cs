using System.Collections.Concurrent;

namespace AxSpa.Hosting.Remoting;

/// <summary>The connections of a transport, so that it can take leave of all of them.</summary>
internal sealed class OpenAssociations
{
    private readonly ConcurrentDictionary<TlsAssociation, bool> _open = new(ReferenceEqualityComparer.Instance);

    public void Add(TlsAssociation association)
    {
        _open[association] = true;
        _ = association.Closed.ContinueWith(_ => _open.TryRemove(association, out bool _), TaskScheduler.Default);
    }

    /// <summary>Says on every connection that this process goes, and closes it.</summary>
    /// <remarks>
    /// Akka means to say it itself, but stops the actors that would while their word still waits (ActorTransportAdapter.Shutdown). A peer
    /// that never hears it keeps its end for this process, and tries it again in 5 s. When the next process on this address connects just
    /// then, the two read and write different connections, do not hear each other, and the cluster puts both out.
    /// </remarks>
    /// <returns>True: what was still to be written has been written.</returns>
    public async Task<bool> CloseAll()
    {
        var open = _open.Keys.ToList();
        foreach (var association in open)
        {
            association.Write(AssociateFrame.ShuttingDown); // of no effect where its owner has closed it
            association.Close();
        }
        await Task.WhenAll(open.Select(association => association.Closed));
        return open.All(association => association.HasWrittenAll);
    }
}
