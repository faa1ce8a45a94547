using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AxSpa.Pipeline;
using AxSpa.Shared.Pbm;

namespace AxSpa.Seed.CommandHost;

/// <summary>
/// The port where pbm is answered, bound before the actor system starts: so a port that is taken is told of before anything
/// runs, and the number is known. Clients that come early wait until <see cref="SeedHosting.AddSeed"/> serves it.
/// </summary>
public sealed class CommandPort : IDisposable
{
    /// <summary>Takes <see cref="PbmAddress.DefaultPort"/>, or the next one that is free.</summary>
    public const string Automatic = "auto";

    public const string Off = "off";

    /// <summary>How many ports after the default one are tried.</summary>
    private const int Neighbours = 100;

    private readonly TcpListener _listener;

    private CommandPort(TcpListener listener) => _listener = listener;

    public int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="wanted">A port number, <see cref="Automatic"/> or <see cref="Off"/>; 0 takes any free one.</param>
    /// <param name="host">Loopback unless told: whoever reaches the port may command the cluster.</param>
    /// <returns>Null for <see cref="Off"/>.</returns>
    /// <exception cref="RefusedInputException">The port asked for is taken, or the text is none of these.</exception>
    public static CommandPort? Open(string wanted, string host = "127.0.0.1") => wanted switch
    {
        Off => null,
        Automatic => OpenNextFree(AddressOf(host)),
        _ when int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= IPEndPoint.MaxPort =>
            OpenExactly(AddressOf(host), number),
        _ => throw new RefusedInputException($"--pbm-port {wanted}: expected a port from 0 to {IPEndPoint.MaxPort}, '{Automatic}' or '{Off}'."),
    };

    public void Dispose() => _listener.Dispose();

    internal async Task<Socket> Accept(CancellationToken stopping)
    {
        var socket = await _listener.AcceptSocketAsync(stopping);
        socket.NoDelay = true; // Each answer is a small line that somebody waits for.
        return socket;
    }

    private static CommandPort OpenNextFree(IPAddress address)
    {
        for (var number = PbmAddress.DefaultPort; number <= PbmAddress.DefaultPort + Neighbours; number++)
        {
            if (TryOpen(address, number, out _) is { } port)
                return port;
        }
        return OpenExactly(address, 0);
    }

    private static CommandPort OpenExactly(IPAddress address, int number) => TryOpen(address, number, out var trouble)
        ?? throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
            $"Port {number} of {address}, where pbm would be answered, cannot be taken: {trouble!.Message}. Is another seed or run using it? End that, or "
            + $"name another with --pbm-port ('{Off}' for none)."),
            trouble);

    private static CommandPort? TryOpen(IPAddress address, int number, out SocketException? trouble)
    {
        var listener = new TcpListener(address, number);
        try
        {
            listener.Start();
            trouble = null;
            return new CommandPort(listener);
        }
        catch (SocketException error)
        {
            listener.Dispose();
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
            throw new RefusedInputException($"{host}: pbm cannot be answered there, because the name has no address ({trouble.Message}).", trouble);
        }
    }
}
