using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// Is a gzip file there to its last byte? The runtime's reader compares checksum and length where it finds them, and says nothing where the file ends before
/// them.
/// </summary>
/// <remarks>
/// RFC 1952: any number of members, each a header, deflate blocks, CRC-32 and the length modulo 2^32. Zeros behind the last are padding, and gzip ignores other
/// bytes.
/// </remarks>
internal static class GzipEnd
{
    private const int Fixed = 10, Trailer = 8;
    private const byte HeaderChecksum = 2, Extra = 4, Name = 8, Comment = 16;

    /// <summary>
    /// Does the file end in the length of what it unpacks to? Then its one member is whole: the last four bytes of a file that is cut off are others. No more
    /// than them is read.
    /// </summary>
    public static bool IsLength(FileStream file, long unpacked)
    {
        Span<byte> last = stackalloc byte[4];
        var position = file.Position;
        try
        {
            file.Position = Math.Max(0, file.Length - last.Length);
            return file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false) == last.Length
                && BinaryPrimitives.ReadUInt32LittleEndian(last) == (uint)unpacked;
        }
        finally
        {
            file.Position = position;
        }
    }

    /// <summary>
    /// Unpacks all members once more, byte by byte, to see where each ends: some five seconds for 30 MB, so only where <see cref="IsLength"/> says no.
    /// </summary>
    /// <returns>Null: a member is cut off, or its checksum or length is wrong; else how many bytes behind the last member belong to none, zeros not
    /// counted.</returns>
    public static long? BytesBehind(FileStream file)
    {
        file.Position = 0;
        var bytes = new OneByOne(file);
        do
        {
            if (!SkipHeader(bytes) || !IsWhole(bytes))
                return null;
            if (!SkipZeros(file))
                return 0;
        }
        while (IsMember(file));
        return file.Length - file.Position;
    }

    private static bool IsMember(FileStream file)
    {
        var position = file.Position;
        var begins = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = position;
        return begins;
    }

    /// <returns>Is there anything else?</returns>
    private static bool SkipZeros(FileStream file)
    {
        for (int next; (next = file.ReadByte()) >= 0;)
            if (next != 0)
            {
                file.Position--;
                return true;
            }
        return false;
    }

    private static bool SkipHeader(OneByOne bytes)
    {
        Span<byte> header = stackalloc byte[Fixed];
        if (bytes.ReadAtLeast(header, Fixed, throwOnEndOfStream: false) < Fixed || header[2] != 8)
            return false;
        var flags = header[3];
        if ((flags & Extra) != 0 && !Skip(bytes, bytes.ReadByte() + (bytes.ReadByte() << 8)))
            return false;
        foreach (var text in new[] { Name, Comment })
            if ((flags & text) != 0 && !SkipText(bytes))
                return false;
        return (flags & HeaderChecksum) == 0 || Skip(bytes, 2);
    }

    private static bool Skip(OneByOne bytes, int count)
    {
        for (; count > 0; count--)
            if (bytes.ReadByte() < 0)
                return false;
        return count == 0;
    }

    private static bool SkipText(OneByOne bytes)
    {
        for (int next; (next = bytes.ReadByte()) != 0;)
            if (next < 0)
                return false;
        return true;
    }

    private static bool IsWhole(OneByOne bytes)
    {
        var (crc, length) = (new Crc32(), 0u);
        var part = new byte[1 << 16];
        using (var content = new DeflateStream(bytes, CompressionMode.Decompress, leaveOpen: true))
            for (int read; (read = content.Read(part)) > 0; length += (uint)read)
                crc.Append(part.AsSpan(0, read));
        Span<byte> trailer = stackalloc byte[Trailer];
        return !bytes.IsAtEnd && bytes.ReadAtLeast(trailer, Trailer, throwOnEndOfStream: false) == Trailer
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == crc.GetCurrentHashAsUInt32()
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == length;
    }

    /// <summary>Hands out a byte at a time, so that whoever unpacks takes none that lies behind the end.</summary>
    private sealed class OneByOne(FileStream file) : Stream
    {
        /// <summary>More was wanted than there is.</summary>
        public bool IsAtEnd { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int ReadByte()
        {
            var next = file.ReadByte();
            IsAtEnd |= next < 0;
            return next;
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty || ReadByte() is var next && next < 0)
                return 0;
            buffer[0] = (byte)next;
            return 1;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
