using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace AxSpa.Hosting.Remoting;

/// <summary>Looks what is spoken at an address, for a process without TLS that gets no answer there.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    /// <summary>Whether a certificate is shown there at the first word of TLS. Nothing is sent beyond that word, and nothing is believed.</summary>
    /// <param name="member"><c>host:port</c>.</param>
    public static async Task<bool> SpeaksTls(string member)
    {
        var showed = false;
        try
        {
            using var late = new CancellationTokenSource(Within);
            var colon = member.LastIndexOf(':');
            using var client = new TcpClient();
            await client.ConnectAsync(member[..colon].Trim('[', ']'), int.Parse(member[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture),
                late.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = member[..colon],
                RemoteCertificateValidationCallback = (_, _, _, _) => { showed = true; return false; },
            }, late.Token);
        }
        catch (Exception trouble)
            when (trouble is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
        }
        return showed;
    }
}
