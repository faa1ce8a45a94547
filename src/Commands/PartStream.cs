using System.Security.Cryptography;

namespace AxSpa.Commands;

/// <summary>A stream whose bytes go to the client as parts of a file.</summary>
internal sealed class PartStream(IFileOutput to) : Stream
{
    /// <summary>Larger parts would only fill memory; smaller ones cost an answer each.</summary>
    private const int PartBytes = 64 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _part = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _sent + _part.Length;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _part.Write(buffer.Span);
        if (_part.Length >= PartBytes)
            await Send();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Kept until the next asynchronous write: nothing here waits for a client in a thread.</summary>
    public override void Write(byte[] buffer, int offset, int count) => _part.Write(buffer, offset, count);

    public override void Flush() { }

    /// <summary>All was written: the client hears how long it is, and its hash.</summary>
    public async Task End()
    {
        await Send();
        await to.End(_sent, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    private async Task Send()
    {
        if (_part.Length == 0)
            return;
        var bytes = _part.ToArray();
        _part.SetLength(0);
        _hash.AppendData(bytes);
        _sent += bytes.Length;
        await to.Part(bytes);
    }
}
