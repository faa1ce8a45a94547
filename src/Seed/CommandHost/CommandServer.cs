using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Commands;
using AxSpa.Commands.Access;
using AxSpa.Shared.Keys;

namespace AxSpa.Seed.CommandHost;

/// <summary>Accepts the connections of pbm clients and serves each by itself.</summary>
internal sealed class CommandServer(CommandPort port, CommandDispatcher dispatcher, CommandAccess access, CommandLimits limits, TimeProvider clock)
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private readonly CommandGuard _guard = new(access.Tokens, clock);
    private readonly ConnectionPlaces _unauthenticated = new(limits.UnauthenticatedConnections, limits.UnauthenticatedFromOneAddress);
    private readonly SemaphoreSlim _free = new(limits.Connections);
    private Task _accepting = Task.CompletedTask;

    public void Start() => _accepting = Accept();

    /// <summary>Takes no more connections, lets commands that follow a run take a last look, and waits for them.</summary>
    public async Task Stop()
    {
        await _stopping.CancelAsync();
        port.Dispose();
        await _accepting;
        await Task.WhenAll(_serving.Keys);
    }

    private async Task Accept()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Keep(Serve(await port.Accept(_stopping.Token)));
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One connection that broke while it was accepted, or too many open files: the next one may do better.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Serve(Socket socket)
    {
        // Commands that are served, which know who they are, never wait behind connections that do not say it; and these not behind each other.
        using var place = AddressOf(socket) is { } address ? _unauthenticated.Take(address, socket.Dispose) : null;
        if (place is null || !await Speaks(socket) || await Encrypted(socket) is not { } stream)
        {
            socket.Dispose();
            return;
        }
        await new CommandConnection(socket, stream, limits, clock).Serve(dispatcher, _guard, place, _free, _stopping.Token);
    }

    /// <summary>Waits for the first byte, and leaves it where it is.</summary>
    private async Task<bool> Speaks(Socket socket)
    {
        using var late = new CancellationTokenSource(limits.FirstByteWithin, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, ending.Token);
            return true;
        }
        catch (Exception silent) when (silent is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static IPAddress? AddressOf(Socket socket)
    {
        try
        {
            return (socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <returns>The connection, with TLS where there are keys; null: the client does not get that far.</returns>
    private async Task<Stream?> Encrypted(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (access.Keys is not { } keys)
            return plain;
        using var late = new CancellationTokenSource(limits.RequestWithin, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        var stream = new SslStream(plain);
        try
        {
            await stream.AuthenticateAsServerAsync(keys.AsServer(access.DemandsCertificate, IsWelcome), ending.Token);
            return stream;
        }
        catch (Exception)
        {
            // Whatever a stranger says instead of a handshake must not do any harm.
            await stream.DisposeAsync();
            return null;
        }
    }

    /// <summary>What is shown must be good; nothing need be shown unless it is demanded.</summary>
    private bool IsWelcome(X509Certificate2? peer, X509Certificate2Collection? sent) =>
        peer is null ? !access.DemandsCertificate : access.Keys!.Roots.Objection(peer, CertificateUse.Client, host: null, sent) is null;

    private void Keep(Task serving)
    {
        _serving[serving] = true;
        _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
    }
}
