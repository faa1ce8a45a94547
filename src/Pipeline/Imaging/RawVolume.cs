using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AxSpa.Pipeline.Imaging;

/// <summary>One volume as stored, in this machine's byte order; the first index varies fastest. Dispose it to return its buffer.</summary>
public sealed class RawVolume : IDisposable
{
    private readonly NiftiHeader _header;
    private byte[]? _buffer;

    /// <param name="rented">From the shared pool; owned by this object from now on.</param>
    internal RawVolume(NiftiHeader header, byte[] rented)
    {
        (_header, _buffer) = (header, rented);
        if (header.IsBigEndian == BitConverter.IsLittleEndian)
            ReverseBytes(rented.AsSpan(0, (int)header.BytesPerVolume), VoxelTypes.BytesOf(header.Type));
    }

    public VoxelType Type => _header.Type;
    public int Count => (int)_header.VoxelsPerVolume;
    internal ReadOnlySpan<byte> Bytes => (_buffer ?? throw new ObjectDisposedException(nameof(RawVolume))).AsSpan(0, (int)_header.BytesPerVolume);

    /// <summary>The scaled value (<c>scl_slope · stored + scl_inter</c>) of one voxel.</summary>
    public double ValueAt(int i, int j, int k)
    {
        var shape = _header.SpatialShape;
        Span<double> one = stackalloc double[1];
        CopyScaled(i + shape[0] * (j + shape[1] * k), one);
        return one[0];
    }

    /// <summary>Scaled values in file order, as many as fit.</summary>
    public void CopyScaled(int start, Span<double> into)
    {
        VoxelConversion.ToDouble(Type, Bytes, start, into);
        if (!_header.IsScaled)
            return;
        for (var n = 0; n < into.Length; n++)
            into[n] = into[n] * _header.Slope + _header.Intercept;
    }

    /// <summary>All scaled values in file order, a part at a time; each takes the place of the one before.</summary>
    internal IEnumerable<ReadOnlyMemory<double>> ScaledParts()
    {
        var part = new double[Math.Min(4096, Count)];
        for (var start = 0; start < Count; start += part.Length)
        {
            var values = part.AsMemory(0, Math.Min(part.Length, Count - start));
            CopyScaled(start, values.Span);
            yield return values;
        }
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
    }

    private static void ReverseBytes(Span<byte> bytes, int width)
    {
        switch (width)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
