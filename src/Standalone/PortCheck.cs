using System.Net;
using System.Net.Sockets;
using AxSpa.Hosting;
using AxSpa.Pipeline;

namespace AxSpa.Standalone;

/// <summary>Tells of a port that is taken before an actor system is started on it.</summary>
internal static class PortCheck
{
    /// <exception cref="RefusedInputException">The port cannot be bound.</exception>
    public static void Refuse(ClusterNodeOptions options)
    {
        if (options.Port is < 0 or > IPEndPoint.MaxPort)
            throw new RefusedInputException($"--port {options.Port}: a port is a number from 0 to {IPEndPoint.MaxPort}.");
        if (options.Port == 0)
            return;
        try
        {
            var address = IPAddress.TryParse(options.ListensOn.Trim('[', ']'), out var given)
                ? given
                : Dns.GetHostAddresses(options.ListensOn).FirstOrDefault() ?? IPAddress.Loopback;
            using var listener = new TcpListener(address, options.Port);
            listener.Start();
        }
        catch (SocketException trouble)
        {
            throw new RefusedInputException(
                $"{options.ListensOn}:{options.Port} cannot be bound ({trouble.Message}). End what uses the port, or name another with --port and in "
                + "--seeds; where the name of --host leads elsewhere, --bind names the address to listen on.",
                trouble);
        }
    }
}
