using System.Buffers.Binary;
using System.IO.Compression;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>
/// A NIfTI file made byte by byte, apart from the writer under test, in either version and byte order, with any field bent.
/// </summary>
internal sealed class MadeNifti
{
    public int Version { get; init; } = 1;
    public bool BigEndian { get; init; }
    public bool Pair { get; init; }
    public int[] Shape { get; init; } = [3, 4, 5];
    public double[] Zooms { get; init; } = [1, 2, 3];
    public int Datatype { get; init; } = (int)VoxelType.Int16;
    public int BitsPerVoxel { get; init; } = 16;
    public double Slope { get; init; } = 1;
    public double Intercept { get; init; }

    /// <summary>Null: sform_code 0.</summary>
    public double[]? Sform { get; init; } = [1, 0, 0, 10, 0, 2, 0, 20, 0, 0, 3, 30];

    /// <summary>b, c, d, offset x, y, z, qfac; null: qform_code 0.</summary>
    public double[]? Qform { get; init; }

    /// <summary>The voxels in this machine's (little-endian) order.</summary>
    public byte[] Voxels { get; init; } = [];

    /// <summary>Changes the finished header.</summary>
    public Action<byte[]>? Bend { get; init; }

    public int VoxelOffset => Pair ? 0 : Version == 1 ? 352 : 544;

    public static byte[] Int16s(IEnumerable<int> values) => [.. values.SelectMany(value => BitConverter.GetBytes((short)value))];

    public byte[] Bytes() => [.. Header(), .. StoredVoxels()];

    public byte[] StoredVoxels()
    {
        var bytes = Voxels.ToArray();
        var width = BitsPerVoxel / 8;
        if (BigEndian)
            for (var start = 0; start < bytes.Length; start += width)
                Array.Reverse(bytes, start, width);
        return bytes;
    }

    public string WriteTo(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!Pair)
        {
            WriteFile(path, Bytes());
            return path;
        }
        WriteFile(path, Header());
        WriteFile(path.Replace(".hdr", ".img", StringComparison.Ordinal), StoredVoxels());
        return path;
    }

    public static void WriteFile(string path, byte[] bytes)
    {
        using var file = File.Create(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file;
        content.Write(bytes);
    }

    public byte[] Header()
    {
        var bytes = new byte[Pair ? Version == 1 ? 348 : 540 : VoxelOffset];
        var one = Version == 1;
        Int(bytes, 0, one ? 348 : 540, 4);
        var magic = (Pair ? "ni" : "n+") + Version + (one ? "\0" : "\0\r\n\x1a\n");
        for (var i = 0; i < magic.Length; i++)
            bytes[(one ? 344 : 4) + i] = (byte)magic[i];
        Int(bytes, one ? 40 : 16, Shape.Length, one ? 2 : 8);
        for (var i = 0; i < Shape.Length; i++)
            Int(bytes, one ? 42 + 2 * i : 24 + 8 * i, Shape[i], one ? 2 : 8);
        Int(bytes, one ? 70 : 12, Datatype, 2);
        Int(bytes, one ? 72 : 14, BitsPerVoxel, 2);
        Real(bytes, 76, 104, 0, Qform?[6] ?? 1);
        for (var i = 0; i < Shape.Length; i++)
            Real(bytes, 76, 104, i + 1, i < Zooms.Length ? Zooms[i] : 1);
        if (one)
            Real(bytes, 108, 0, 0, VoxelOffset);
        else
            Int(bytes, 168, VoxelOffset, 8);
        Real(bytes, 112, 176, 0, Slope);
        Real(bytes, 116, 184, 0, Intercept);
        if (Sform is not null)
            Int(bytes, one ? 254 : 348, 2, one ? 2 : 4);
        for (var i = 0; i < 12 && Sform is not null; i++)
            Real(bytes, 280, 400, i, Sform[i]);
        if (Qform is not null)
            Int(bytes, one ? 252 : 344, 1, one ? 2 : 4);
        for (var i = 0; i < 6 && Qform is not null; i++)
            Real(bytes, 256, 352, i, Qform[i]);
        Bend?.Invoke(bytes);
        return bytes;
    }

    private void Real(byte[] bytes, int offset1, int offset2, int i, double value)
    {
        if (Version == 1)
            Int(bytes, offset1 + 4 * i, BitConverter.SingleToInt32Bits((float)value), 4);
        else
            Int(bytes, offset2 + 8 * i, BitConverter.DoubleToInt64Bits(value), 8);
    }

    private void Int(byte[] bytes, int offset, long value, int width)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        var part = all[..width];
        if (BigEndian)
            part.Reverse();
        part.CopyTo(bytes.AsSpan(offset));
    }
}
