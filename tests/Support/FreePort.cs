using System.Net;
using System.Net.Sockets;

namespace AxSpa.Support;

/// <summary>Ports of this machine for servers that a test starts.</summary>
/// <remarks>
/// They lie below those from which the system serves itself (<c>net.ipv4.ip_local_port_range</c>, 32768 and up), so that no outgoing
/// connection takes the port of a member that is just being started again; and a process gives each of them once, so that members of
/// one test are not addressed by those of the next. Linked into the test projects that need it.
/// </remarks>
internal static class FreePort
{
    private const int First = 15000;
    private const int Count = 32768 - First;

    private static int _given = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _given) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                // At every address: a member may listen at more than loopback.
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody else's: the next one.
            }
        }
    }
}
