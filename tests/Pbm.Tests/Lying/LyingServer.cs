using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests.Lying;

/// <summary>Listens where a command host would, and answers whatever a test wants; what it is told is kept.</summary>
internal sealed class LyingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]> _answer;

    /// <param name="answer">For a request's line, what is said to it before the connection is ended.</param>
    public LyingServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Serve();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Every request's line, the oldest first.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>The same to everybody.</summary>
    public static LyingServer Saying(params PbmAnswer[] answers) => new(_ => [.. answers.SelectMany(PbmJson.Write)]);

    public void Dispose() => _listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
                await Answer(await _listener.AcceptSocketAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Answer(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            if (await reader.ReadLineAsync() is not { } request)
                return;
            Told.Enqueue(request);
            await stream.WriteAsync(_answer(request));
            socket.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[1024]) > 0)
            {
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // The client has heard enough.
        }
    }
}
