namespace AxSpa.GpuNode;

/// <summary>Bytes as they come, at least one; 0: the end.</summary>
internal delegate int ReadPart(Span<byte> into);

/// <summary>Lines of somebody who may never end one: no more than a bound of each is held, whatever follows up to its end is dropped.</summary>
internal sealed class LineReader(ReadPart read, int mostBytes)
{
    private const byte LineFeed = (byte)'\n';

    private readonly byte[] _part = new byte[16 << 10];
    private byte[] _line = new byte[1 << 10];
    private int _at, _end, _length;
    private bool _isDropping;

    /// <summary>Of the line that was read last, without its end: all of it, or as much as is held of one.</summary>
    public ReadOnlySpan<byte> Line => _line.AsSpan(0, _length);

    /// <summary>It has more bytes than are held of one.</summary>
    public bool IsLonger { get; private set; }

    /// <summary>It came to its end. Else it goes on, or whoever said it was ended over it.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>False: nothing follows.</returns>
    public bool Next()
    {
        (_length, IsLonger, IsWhole) = (0, false, false);
        while (_at < _end || Fill())
        {
            var here = _part.AsSpan(_at, _end - _at);
            var length = here.IndexOf(LineFeed);
            var isEnd = length >= 0;
            var bytes = isEnd ? here[..length] : here;
            _at += bytes.Length + (isEnd ? 1 : 0);
            if (_isDropping)
            {
                _isDropping = !isEnd;
                continue;
            }
            var room = mostBytes - _length;
            Append(bytes[..Math.Min(room, bytes.Length)]);
            if (bytes.Length > room)
            {
                (IsLonger, _isDropping) = (true, !isEnd);
                return true;
            }
            if (isEnd)
            {
                IsWhole = true;
                return true;
            }
        }
        return _length > 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _line.Length)
            Array.Resize(ref _line, Math.Min(mostBytes, Math.Max(2 * _line.Length, _length + bytes.Length)));
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private bool Fill()
    {
        (_at, _end) = (0, read(_part));
        return _end > 0;
    }
}
