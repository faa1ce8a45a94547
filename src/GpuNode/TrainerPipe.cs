using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace AxSpa.GpuNode;

/// <summary>
/// One pipe of a trainer process. It is read for as long as that process lives and no longer: a child of it may hold the pipe open, and talk on, for
/// ever. And it is only written to where that keeps nobody waiting.
/// </summary>
internal sealed partial class TrainerPipe
{
    private const short HasInput = 1, TakesOutput = 4; // POLLIN, POLLOUT

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100), DrainFor = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly PipeStream _stream;
    private readonly Func<bool> _isOver;
    private long _lookedAt = Stopwatch.GetTimestamp();
    private long? _endedAt;

    /// <param name="stream">Of this process.</param>
    /// <param name="isOver">Nobody is interested in it any more.</param>
    public TrainerPipe(Process process, Stream stream, Func<bool> isOver) =>
        (_process, _stream,
            _isOver) = (process, stream as PipeStream ?? throw new InvalidOperationException($"A redirected stream is a {stream.GetType().Name}, not a pipe."),
                isOver);

    /// <summary>What has come; 0: nothing will any more.</summary>
    public int Read(Span<byte> into)
    {
        try
        {
            while (!_isOver())
            {
                var hasCome = Awaits(HasInput, LookEvery);
                if (HasEnded(out var since) && (!hasCome || since > DrainFor))
                    return 0;
                if (hasCome)
                    return _stream.Read(into);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As at its end.
        }
        return 0;
    }

    /// <summary>A page of it can be written without waiting, which is more than a job is long. It cannot where nobody reads what was written before.</summary>
    public bool TakesMore() => Awaits(TakesOutput, TimeSpan.Zero);

    private bool HasEnded(out TimeSpan since)
    {
        if (_endedAt is null && Stopwatch.GetElapsedTime(_lookedAt) >= LookEvery)
        {
            _lookedAt = Stopwatch.GetTimestamp();
            if (_process.HasExited)
                _endedAt = _lookedAt;
        }
        since = _endedAt is { } at ? Stopwatch.GetElapsedTime(at) : TimeSpan.Zero;
        return _endedAt is not null;
    }

    private bool Awaits(short what, TimeSpan within)
    {
        var held = false;
        var handle = _stream.SafePipeHandle;
        try
        {
            handle.DangerousAddRef(ref held);
            var one = new Polled { Descriptor = (int)handle.DangerousGetHandle(), Wanted = what };
            return Poll(ref one, 1, (int)within.TotalMilliseconds) > 0;
        }
        finally
        {
            if (held) handle.DangerousRelease();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Polled polled, nuint count, int milliseconds);
}
