namespace AxSpa.Shared.Pbm;

/// <summary>What came over a connection is not the language of pbm; the message is for people.</summary>
public sealed class FrameException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads lines of bounded length, so that no peer can make a process hold more memory than the bound.</summary>
/// <param name="mostBytes">Of one line, without its line feed.</param>
public sealed class FrameReader(Stream stream, int mostBytes)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <returns>The line, valid until the next call; null when the peer ended the stream between two lines.</returns>
    /// <exception cref="FrameException">The line is too long, or the stream ended inside it.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLine(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched.._end).IndexOf((byte)'\n');
            var length = (at < 0 ? _end : searched + at) - _start;
            if (length > mostBytes)
                throw new FrameException($"a line is longer than the {mostBytes} bytes that are allowed.");
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return line;
            }
            MakeRoom();
            searched = _end;
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
                return _end > _start ? throw new FrameException("the connection ended inside a line.") : null;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
