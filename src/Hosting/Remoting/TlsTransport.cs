using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting.Remoting;

/// <summary>
/// Akka's remoting over mutual TLS: TCP, a certificate from both sides, then frames of four bytes of length (little endian)
/// and a payload, as Akka's own transport has them.
/// </summary>
/// <remarks>
/// Akka's transport ends its whole process when a handshake fails on a connection that it opened itself (1.5.73, measured: a peer
/// that accepts and hangs up is enough). So an expired certificate on one GPU node, or a machine that dies in the wrong moment, would
/// take the coordinator along. It also does not compare the host that a peer claims with the certificate that it shows.
/// </remarks>
internal sealed class TlsTransport : Transport
{
    private const string ConfigPath = "akka.remote.tls";

    /// <summary>Of a reason in the log.</summary>
    private const int MostLetters = 400;

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly ILoggingAdapter _log;
    private readonly MemberKeys _keys;
    private readonly string _host, _listensOn;
    private readonly int _port;
    private readonly TaskCompletionSource<IAssociationEventListener> _upper = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly OpenAssociations _open = new();
    private readonly UnauthenticatedConnections _unauthenticated;
    private TcpListener? _listener;
    private Address? _address;

    public TlsTransport(ActorSystem system, Config config)
    {
        (System, Config, SchemeIdentifier) = (system, config, "ssl.tcp");
        _log = Logging.GetLogger(system, typeof(TlsTransport));
        _keys = system.Settings.Setup.Get<TlsSetup>().Value.Keys;
        _unauthenticated = new UnauthenticatedConnections(TimeProvider.System, most: 256, mostFromOneAddress: 32);
        (_host, _listensOn, _port) = (config.GetString("hostname"), config.GetString("listens-on"), config.GetInt("port"));
        MaximumPayloadBytes = config.GetByteSize("maximum-frame-size", null)
            ?? throw new ConfigurationException($"{ConfigPath}.maximum-frame-size is missing.");
    }

    /// <summary>Makes this the one transport of an actor system, which has a <see cref="TlsSetup"/>.</summary>
    public static Config Settings(string host, string listensOn, int port) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka.remote.enabled-transports = ["{{ConfigPath}}"]
        {{ConfigPath}} {
          transport-class = "{{typeof(TlsTransport).FullName}}, {{typeof(TlsTransport).Assembly.GetName().Name}}"
          applied-adapters = []
          hostname = "{{host}}"
          listens-on = "{{listensOn}}"
          port = {{port}}
          maximum-frame-size = {{WireFrame.FrameBytes}}b
        }
        """));

    public override bool IsResponsibleFor(Address remote) => true;

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var host = _listensOn.Trim('[', ']');
        var address = IPAddress.TryParse(host, out var given) ? given : (await Dns.GetHostAddressesAsync(host))[0];
        _listener = new TcpListener(address, _port);
        _listener.Start();
        _address = new Address(SchemeIdentifier, System.Name, _host, ((IPEndPoint)_listener.LocalEndpoint).Port);
        _ = Accept(_listener, _address);
        return (_address, _upper);
    }

    /// <exception cref="InvalidAssociationException">Nobody listens there, or who does is not who it should be. It is tried again later.</exception>
    public override async Task<AssociationHandle> Associate(Address remote)
    {
        var host = remote.Host.Trim('[', ']');
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        late.CancelAfter(ConnectWithin);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        string? objection = null;
        PlainPeer.Heard? heard = null;
        try
        {
            await socket.ConnectAsync(host, remote.Port!.Value, late.Token);
            var stream = new SslStream(heard = new PlainPeer.Heard(socket));
            await stream.AuthenticateAsClientAsync(
                _keys.AsClient(host, (peer, sent) => (objection = _keys.Roots.Objection(peer, CertificateUse.Member, host, sent)) is null), late.Token);
            return Opened(remote, socket, stream);
        }
        catch (Exception trouble)
        {
            socket.Dispose();
            if (objection is not null)
                _log.Warning("{Address} was not connected to: {Reason}", remote, Plain(objection));
            throw new InvalidAssociationException(
                $"{remote} cannot be connected to: {objection ?? (heard is { HungUpAtOnce: true } ? PlainPeer.HungUp : Reason(trouble))}", trouble);
        }
    }

    public override async Task<bool> Shutdown()
    {
        // Before anything is awaited: Akka stops the owners of the connections at the same time, and they close them without a word.
        var closing = _open.CloseAll();
        await _ending.CancelAsync();
        _listener?.Dispose();
        return await closing & await _open.CloseAll(); // the second time for what was opened meanwhile
    }

    private async Task Accept(TcpListener listener, Address local)
    {
        var upper = await _upper.Task;
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(_ending.Token);
                if (_unauthenticated.LetIn(socket) is { } place)
                    _ = Welcome(socket, place, upper);
                else
                    TurnAway(socket, "too many connections are waiting to show who they are");
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException trouble)
            {
                // One connection that broke while it was accepted, or too many open files: the next one may do better.
                _log.Warning("A connection to {Address} was not accepted: {Reason}", local, trouble.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Lets whoever connected show a certificate. Throws nothing: a stranger must not be able to do any harm here.</summary>
    private async Task Welcome(Socket socket, IDisposable place, IAssociationEventListener upper)
    {
        string? objection = null;
        using (place)
        {
            try
            {
                using var late = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
                late.CancelAfter(UnauthenticatedConnections.ShowWithin);
                socket.NoDelay = true;
                var remote = (IPEndPoint)socket.RemoteEndPoint!;
                if (await PlainPeer.BeginsWithAFrame(socket, (int)MaximumPayloadBytes, late.Token))
                {
                    TurnAway(socket, PlainPeer.Refused);
                    return;
                }
                var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await stream.AuthenticateAsServerAsync(
                    _keys.AsServer(demandsCertificate: true,
                        (peer, sent) => (objection = _keys.Roots.Objection(peer, CertificateUse.Member, host: null, sent)) is null),
                    late.Token);
                upper.Notify(new InboundAssociation(
                    Opened(new Address(SchemeIdentifier, System.Name, remote.Address.ToString(), remote.Port), socket, stream)));
            }
            catch (Exception trouble)
            {
                TurnAway(socket, objection ?? Reason(trouble));
            }
        }
    }

    private TlsAssociation Opened(Address remote, Socket socket, SslStream stream)
    {
        var association = new TlsAssociation(_address!, remote, socket, stream, (int)MaximumPayloadBytes, _log);
        _open.Add(association);
        return association;
    }

    private void TurnAway(Socket socket, string reason)
    {
        var from = _unauthenticated.TurnedAway(socket, out var unsaid);
        socket.Dispose();
        if (from is not null && !_ending.IsCancellationRequested)
            _log.Warning("A connection from {Address} was turned away: {Reason}{Others}", from, Plain(reason),
                unsaid > 0 ? $" (and {unsaid} more since the last such line)" : "");
    }

    /// <summary>A certificate is text of whoever shows it: a log gets one line of it, and no signs that move a cursor.</summary>
    private static string Plain(string reason) =>
        VisibleText.Of(VisibleText.Cut(reason, MostLetters).ReplaceLineEndings(" "));

    private static string Reason(Exception trouble) => trouble switch
    {
        OperationCanceledException => "it did not show who it is in time",
        AuthenticationException or IOException => $"no TLS handshake with it ({trouble.InnerException?.Message ?? trouble.Message})",
        _ => trouble.Message,
    };
}
