using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AxSpa.Pipeline;

namespace AxSpa.Monitoring;

/// <summary>
/// The port for health and metrics, taken before anything else starts: so a port that is in use is told of at once, and the number is
/// known. Who asks early waits until <see cref="MonitoringServer"/> serves it.
/// </summary>
public sealed class HttpPort : IDisposable
{
    public const int Default = 9180;

    /// <summary>Takes <see cref="Default"/>, or the next one that is free.</summary>
    public const string Automatic = "auto";

    public const string Off = "off";

    /// <summary>Loopback unless told: what it shows is for whoever runs this machine.</summary>
    public const string DefaultHost = "127.0.0.1";

    /// <summary>How many ports after the default one are tried.</summary>
    private const int Neighbours = 100;

    private HttpPort(Socket socket) => Socket = socket;

    public IPEndPoint Address => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>Bound and listening.</summary>
    internal Socket Socket { get; }

    /// <param name="wanted">A port number, <see cref="Automatic"/> or <see cref="Off"/>; 0 takes any free one.</param>
    /// <param name="host">An address of this machine, or a name that has one; 0.0.0.0 for all of them.</param>
    /// <returns>Null for <see cref="Off"/>.</returns>
    /// <exception cref="RefusedInputException">The port asked for is taken, or the text is none of these.</exception>
    public static HttpPort? Open(string wanted, string host = DefaultHost) => wanted switch
    {
        Off => null,
        Automatic => OpenNextFree(AddressOf(host)),
        _ when int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= IPEndPoint.MaxPort =>
            OpenExactly(AddressOf(host), number),
        _ => throw new RefusedInputException($"--http-port {wanted}: expected a port from 0 to {IPEndPoint.MaxPort}, '{Automatic}' or '{Off}'."),
    };

    public void Dispose() => Socket.Dispose();

    private static HttpPort OpenNextFree(IPAddress address)
    {
        for (var number = Default; number <= Default + Neighbours; number++)
        {
            if (TryOpen(address, number, out _) is { } port)
                return port;
        }
        return OpenExactly(address, 0);
    }

    private static HttpPort OpenExactly(IPAddress address, int number) => TryOpen(address, number, out var trouble)
        ?? throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
            $"Port {number} of {address}, where health and metrics would be served, cannot be taken: {trouble!.Message}. End what uses it, or name another "
            + $"with --http-port ('{Off}' for none) or another address with --http-host."),
            trouble);

    private static HttpPort? TryOpen(IPAddress address, int number, out SocketException? trouble)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, number));
            // Else two processes could both believe that a port is theirs until the second one listens.
            socket.Listen();
            trouble = null;
            return new HttpPort(socket);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            trouble = error;
            return null;
        }
    }

    private static IPAddress AddressOf(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
        }
        catch (Exception trouble) when (trouble is SocketException or IndexOutOfRangeException)
        {
            throw new RefusedInputException($"--http-host {host}: the name has no address ({trouble.Message}).", trouble);
        }
    }
}
