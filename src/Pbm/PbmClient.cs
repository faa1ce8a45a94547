using System.Net.Sockets;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>Nobody answers, or the connection broke; the message is for people. Exit code 3.</summary>
internal sealed class PbmConnectionException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Sends one command to a command host and passes on what it answers, as it comes.</summary>
internal static class PbmClient
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    /// <summary>A host says every few seconds that it is still there; after several missed ones it is not.</summary>
    private static readonly TimeSpan SilentAtMost = 6 * PbmAnswer.StillHereEvery;

    /// <param name="hear">Gets each line but the last.</param>
    /// <returns>The exit code that the host gives.</returns>
    /// <exception cref="PbmConnectionException">Nobody listens there, or it went away before the end.</exception>
    /// <exception cref="UsageException">The command is longer than a host takes, or the host must be known by something and is not.</exception>
    public static async Task<int> Run(PbmAddress address, PbmAccess access, PbmRequest request, Action<PbmAnswer> hear, CancellationToken cancellation)
    {
        var line = PbmJson.Write(request);
        if (line.Length > PbmRequest.MostBytes)
            throw new UsageException($"The command is {line.Length} bytes long with its file; at most {PbmRequest.MostBytes} are allowed.");
        access.MustSuffice(address);
        using var socket = await Connect(address, cancellation);
        await using var stream = await Encrypt(socket, address, access, cancellation);
        var isUnderstood = false;
        try
        {
            await stream.WriteAsync(line, cancellation);
            return await PassOn(new FrameReader(stream, PbmAnswer.MostBytes), Hear, cancellation)
                ?? throw new PbmConnectionException(
                    $"{address} ended the connection before the command was done. What was begun in the cluster goes on.{Hint()}");
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or FrameException)
        {
            throw new PbmConnectionException($"The connection to {address} broke: {trouble.Message} What was begun in the cluster goes on.{Hint()}", trouble);
        }

        void Hear(PbmAnswer answer)
        {
            isUnderstood = true;
            hear(answer);
        }

        // A host with TLS hangs up on whoever begins to speak without it.
        string Hint() =>
            isUnderstood || access.Roots is not null
                ? ""
                : $" If this host speaks TLS, name the cluster's ca.crt with --ca FILE or in {PbmAccess.RootsVariable}.";
    }

    /// <returns>Null when the stream ended without an exit code.</returns>
    private static async Task<int?> PassOn(FrameReader frames, Action<PbmAnswer> hear, CancellationToken cancellation)
    {
        while (true)
        {
            using var silent = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silent.CancelAfter(SilentAtMost);
            ReadOnlyMemory<byte>? line;
            try
            {
                line = await frames.ReadLine(silent.Token);
            }
            catch (OperationCanceledException silence) when (!cancellation.IsCancellationRequested)
            {
                throw new IOException($"nothing was heard of it for {SilentAtMost.TotalSeconds:0} s.", silence);
            }
            if (line is not { } bytes)
                return null;
            var answer = PbmJson.ReadAnswer(bytes.Span);
            if (answer.Exit is { } exit)
                return exit;
            hear(answer);
        }
    }

    private static async Task<Stream> Encrypt(Socket socket, PbmAddress address, PbmAccess access, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(ConnectWithin);
        try
        {
            return await access.Encrypt(new NetworkStream(socket), address, late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PbmConnectionException($"cannot reach {address}: no TLS handshake within {ConnectWithin.TotalSeconds:0} s.");
        }
    }

    private static async Task<Socket> Connect(PbmAddress address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(ConnectWithin);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, late.Token);
            return socket;
        }
        catch (Exception trouble) when (trouble is SocketException || (trouble is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            socket.Dispose();
            var reason = trouble is SocketException ? trouble.Message : $"no answer within {ConnectWithin.TotalSeconds:0} s";
            throw new PbmConnectionException(
                $"cannot reach {address}: {reason}. Is a seed (or `axspa run`) running there? Name another as HOST:PORT.", trouble);
        }
    }
}
