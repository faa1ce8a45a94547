using System.IO.Compression;
using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Imaging;

/// <summary>The bytes of one file in order, unpacked when the content is gzip, whatever the name says.</summary>
internal sealed class NiftiByteSource : IDisposable
{
    /// <summary>Deflate packs at most 258 bytes into 2 bits; nothing that is gzip can unpack to more than this times its size.</summary>
    private const long MostInflation = 1032;

    private readonly FileStream _file;
    private readonly Stream _content;

    private NiftiByteSource(string path, FileStream file, bool isGzip)
    {
        (Path, _file, IsGzip) = (path, file, isGzip);
        _content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public string Path { get; }
    public bool IsGzip { get; }
    public long Position { get; private set; }
    public long FileBytes => _file.Length;

    /// <summary>The most bytes this file can hold once unpacked, known before anything is unpacked.</summary>
    public long MostBytes => IsGzip ? FileBytes * MostInflation : FileBytes;

    public static NiftiByteSource Open(string path, List<string> warnings, ReadPermit? permit = null)
    {
        var file = OpenFile(path, permit ?? ReadPermit.Free);
        try
        {
            if (file.Length == 0)
                throw new NiftiException(path, "the file is empty (0 bytes). Copy or convert the scan again.");
            Span<byte> start = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual((ReadOnlySpan<byte>)[0x1f, 0x8b]);
            file.Position = 0;
            var saysGzip = ScanEnding.IsPacked(path);
            if (isGzip && !saysGzip)
                warnings.Add("the content is gzip although the name does not end in .gz; it was unpacked");
            if (!isGzip && saysGzip)
                warnings.Add("the name ends in .gz but the content is not gzip; it was read as it is");
            return new NiftiByteSource(path, file, isGzip);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <returns>How many bytes there were: fewer than asked only at the end of the content.</returns>
    public int Read(Span<byte> into)
    {
        try
        {
            var read = _content.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
            Position += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
        catch (IOException e)
        {
            throw new NiftiException(Path, $"reading failed: {e.Message}", e);
        }
    }

    /// <summary>Goes forward; stops quietly at the end of the content, where the next read finds nothing.</summary>
    public void SkipTo(long position)
    {
        if (!IsGzip)
        {
            _file.Position = Position = position;
            return;
        }
        var scratch = new byte[Math.Min(1 << 16, position - Position)];
        while (Position < position)
            if (Read(scratch.AsSpan(0, (int)Math.Min(scratch.Length, position - Position))) == 0)
                return;
    }

    /// <summary>That a gzip file is there to its last byte. Nothing can be read afterwards.</summary>
    /// <param name="announced">How many bytes it unpacks to, as far as its header says.</param>
    /// <exception cref="NiftiException">It is cut off, or damaged.</exception>
    public void RequireEnd(long announced, List<string> warnings)
    {
        if (!IsGzip || Position < announced && GzipEnd.IsLength(_file, announced))
            return;
        var scratch = new byte[1 << 16];
        while (Read(scratch) > 0)
        {
        }
        if (GzipEnd.IsLength(_file, Position))
            return;
        try
        {
            if (GzipEnd.BytesBehind(_file) is not { } behind)
                throw Damaged(null);
            if (behind > 0)
                warnings.Add("there are bytes behind the end of the gzip content, which gzip and this program ignore. Was the file copied or packed wrongly?");
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private NiftiException Damaged(Exception? error) =>
        new(Path, $"the gzip content is damaged or cut off ({FileBytes} bytes on disk). Copy the file again.", error);

    private static FileStream OpenFile(string path, ReadPermit permit)
    {
        try
        {
            // 64 kB: a larger buffer would be a new object on the large-object heap for every scan.
            return permit.Open(path, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NiftiException(path, "there is no such file. Is the folder or the pattern right?", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NiftiException(path, Directory.Exists(path) ? "this is a folder, not a file." : $"the file cannot be opened: {e.Message}", e);
        }
    }
}
