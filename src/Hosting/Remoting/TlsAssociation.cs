using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using AxSpa.Shared.Keys;
using Google.Protobuf;

namespace AxSpa.Hosting.Remoting;

/// <summary>One connection between two members that know each other: frames out, frames in, until either closes it.</summary>
internal sealed class TlsAssociation : AssociationHandle
{
    private const int LengthBytes = 4;

    /// <summary>Small messages that wait together are written together.</summary>
    private const int WrittenAtOnce = 64 * 1024;

    /// <summary>A peer that reads nothing more holds no more memory than this; Akka keeps what is not taken, and tries again.</summary>
    private const int MostWaitingBytes = 8 << 20;

    /// <summary>For the last messages to be written, and for the peer to close its side.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>For the transport to say the last word of a process that ends, where the owner of the connection was stopped before it could.</summary>
    private static readonly TimeSpan LastWordWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>Of a frame without a name in it; only so short a one can be a farewell.</summary>
    private const int ShortBytes = 16;

    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly int _mostBytes;
    private readonly ILoggingAdapter _log;
    private readonly Channel<ByteString> _waiting = Channel.CreateUnbounded<ByteString>(new UnboundedChannelOptions { SingleReader = true });
    private int _waitingBytes;
    private bool _hasTakenLeave;

    /// <param name="mostBytes">Of one frame's payload, in both directions.</param>
    public TlsAssociation(Address local, Address remote, Socket socket, SslStream stream, int mostBytes, ILoggingAdapter log) : base(local, remote)
    {
        (_socket, _stream, _mostBytes, _log) = (socket, stream, mostBytes, log);
        Closed = Serve();
    }

    /// <summary>Ends when nothing of the connection is left.</summary>
    public Task Closed { get; }

    public bool HasWrittenAll { get; private set; }

    public override bool Write(ByteString payload)
    {
        if (Interlocked.Add(ref _waitingBytes, payload.Length) <= MostWaitingBytes && _waiting.Writer.TryWrite(payload))
        {
            _hasTakenLeave |= payload.Length <= ShortBytes && AssociateFrame.IsFarewell(payload.Memory);
            return true;
        }
        Interlocked.Add(ref _waitingBytes, -payload.Length);
        return false;
    }

    /// <summary>No more is taken; what was taken is written.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    [Obsolete("Akka's interface has it; its callers give a reason.")]
    public override void Disassociate()
    {
        if (_hasTakenLeave)
            Close();
        else
            _ = Task.Delay(LastWordWithin).ContinueWith(_ => Close(), TaskScheduler.Default);
    }

    /// <summary>Two connections are the same only if they are one: Akka's comparison looks at addresses.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private async Task Serve()
    {
        await Task.Yield(); // The constructor returns first: nobody may be told of an association that is not there yet.
        var reading = ReadAll();
        var writing = WriteAll();
        // Whichever side ends first, the other has a moment to end as well.
        await Task.WhenAny(reading, writing);
        Close();
        await Task.WhenAny(Task.WhenAll(reading, writing), Task.Delay(Goodbye));
        await _stream.DisposeAsync();
        _socket.Dispose();
        await Task.WhenAll(reading, writing);
    }

    private async Task WriteAll()
    {
        var buffer = new MemoryStream();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                buffer.SetLength(0);
                while (buffer.Length < WrittenAtOnce && _waiting.Reader.TryRead(out var payload))
                {
                    Interlocked.Add(ref _waitingBytes, -payload.Length);
                    WriteFrame(buffer, payload);
                }
                await _stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            }
            await _stream.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
            HasWrittenAll = true;
        }
        catch (Exception trouble) when (IsTheEnd(trouble))
        {
        }
    }

    private static void WriteFrame(MemoryStream buffer, ByteString payload)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        buffer.Write(length);
        buffer.Write(payload.Span);
    }

    /// <summary>Hands every frame up, and then says that there will be no more.</summary>
    private async Task ReadAll()
    {
        var ended = new CancellationTokenSource();
        _ = _waiting.Reader.Completion.ContinueWith(_ => ended.CancelAfter(Goodbye), TaskScheduler.Default);
        IHandleEventListener upper;
        try
        {
            upper = await ReadHandlerSource.Task.WaitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            return; // closed before anybody listened
        }
        try
        {
            await Read(upper);
        }
        catch (Exception trouble) when (IsTheEnd(trouble))
        {
        }
        finally
        {
            upper.Notify(new Disassociated(DisassociateInfo.Unknown));
        }
    }

    private async Task Read(IHandleEventListener upper)
    {
        var stream = new BufferedStream(_stream, WrittenAtOnce);
        var header = new byte[LengthBytes];
        var isKnown = false;
        while (await stream.ReadAtLeastAsync(header, LengthBytes, throwOnEndOfStream: false) == LengthBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length <= 0 || length > _mostBytes)
            {
                _log.Warning("{Address} sent a frame of {Bytes} bytes; at most {MostBytes} are allowed. The connection is closed", RemoteAddress, length,
                    _mostBytes);
                return;
            }
            var payload = new byte[length];
            await stream.ReadExactlyAsync(payload);
            if (!isKnown && !AssociateFrame.IsFarewell(payload))
            {
                if (Objection(payload) is { } objection)
                {
                    _log.Warning("{Address} was turned away: {Reason}", RemoteAddress, objection);
                    return;
                }
                isKnown = true;
            }
            upper.Notify(new InboundPayload(UnsafeByteOperations.UnsafeWrap(payload)));
        }
    }

    /// <summary>A certificate says who may be who: the first frame claims a host, and the certificate must name it.</summary>
    private string? Objection(byte[] first) => AssociateFrame.HostIn(first) is { } host
        ? TrustedRoots.NameObjection((X509Certificate2)_stream.RemoteCertificate!, host)
        : "its first frame does not begin an association";

    private static bool IsTheEnd(Exception trouble) =>
        trouble is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;
}
