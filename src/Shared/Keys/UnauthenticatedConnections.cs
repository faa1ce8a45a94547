using System.Net;
using System.Net.Sockets;

namespace AxSpa.Shared.Keys;

/// <summary>Connections that have not shown yet whose they are: few at a time, not for long, and without filling the log.</summary>
/// <param name="most">At once. The members of a cluster that starts have a few handshakes under way from each machine; a flood has thousands.</param>
public sealed class UnauthenticatedConnections(TimeProvider clock, int most, int mostFromOneAddress)
{
    /// <summary>From the connection to the end of the TLS handshake.</summary>
    public static readonly TimeSpan ShowWithin = TimeSpan.FromSeconds(10);

    /// <summary>Lines of the log: so many at once, and from then on one in <see cref="SayEvery"/>.</summary>
    private const int MostLines = 20;

    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _waiting = [];
    private int _count;
    private double _lines = MostLines;
    private long _lookedAt = clock.GetTimestamp();
    private int _unsaid;

    /// <returns>The place of this connection, to be given back; null: there is none for it.</returns>
    public IDisposable? LetIn(Socket socket)
    {
        if (AddressOf(socket) is not { } address)
            return null;
        lock (_lock)
        {
            var fromThere = _waiting.GetValueOrDefault(address);
            if (_count >= most || fromThere >= mostFromOneAddress)
                return null;
            (_count, _waiting[address]) = (_count + 1, fromThere + 1);
        }
        return new Place(this, address);
    }

    /// <param name="unsaid">How many were turned away without a line since the last one.</param>
    /// <returns>Who, for a line in the log; null: there were too many just now.</returns>
    public string? TurnedAway(Socket socket, out int unsaid)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _lines = Math.Min(MostLines, _lines + clock.GetElapsedTime(_lookedAt, now) / SayEvery);
            (_lookedAt, unsaid) = (now, _unsaid);
            if (_lines < 1)
            {
                _unsaid++;
                return null;
            }
            (_lines, _unsaid) = (_lines - 1, 0);
        }
        return AddressOf(socket)?.ToString() ?? "a peer that is gone";
    }

    private void Leave(IPAddress address)
    {
        lock (_lock)
        {
            _count--;
            if (--_waiting[address] == 0)
                _waiting.Remove(address);
        }
    }

    private static IPAddress? AddressOf(Socket socket)
    {
        try
        {
            return (socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception trouble) when (trouble is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private sealed class Place(UnauthenticatedConnections owner, IPAddress address) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
                owner.Leave(address);
            _left = true;
        }
    }
}
