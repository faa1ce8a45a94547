using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// Writes one volume as NIfTI-1 (.nii, or .nii.gz by the name), little-endian, its position in sform and, where the axes are at
/// right angles, in qform. Equal input gives equal bytes: no time, no name.
/// </summary>
public static class NiftiWriter
{
    private const int HeaderBytes = 348;
    private const int VoxelOffset = 352;

    /// <param name="shape">Voxels along the three axes.</param>
    /// <param name="affine">From voxel indices to millimetres (RAS+).</param>
    /// <param name="voxels">First index fastest.</param>
    /// <param name="slope">A reader takes <c>slope · stored + intercept</c>.</param>
    public static void Write(string path, ImmutableArray<int> shape, Affine affine, ReadOnlySpan<short> voxels, float slope = 1, float intercept = 0)
    {
        var bytes = new byte[2 * voxels.Length];
        for (var n = 0; n < voxels.Length; n++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * n), voxels[n]);
        Write(path, Header(shape, affine, VoxelType.Int16, slope, intercept), bytes);
    }

    /// <inheritdoc cref="Write(string, ImmutableArray{int}, Affine, ReadOnlySpan{short}, float, float)"/>
    public static void Write(string path, ImmutableArray<int> shape, Affine affine, ReadOnlySpan<float> voxels) =>
        Write(path, Header(shape, affine, VoxelType.Float32, 1, 0), LittleEndian(voxels));

    /// <summary>The same, the whole file or none (<see cref="AtomicFile"/>).</summary>
    /// <inheritdoc cref="Write(string, ImmutableArray{int}, Affine, ReadOnlySpan{short}, float, float)"/>
    public static void WriteWhole(string path, ImmutableArray<int> shape, Affine affine, ReadOnlySpan<float> voxels)
    {
        var (header, bytes) = (Header(shape, affine, VoxelType.Float32, 1, 0), LittleEndian(voxels));
        AtomicFile.Write(path, file => Write(file, IsPacked(path), header, bytes));
    }

    private static void Write(string path, ReadOnlySpan<byte> header, ReadOnlySpan<byte> voxels)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        Write(file, IsPacked(path), header, voxels);
    }

    private static void Write(Stream file, bool packed, ReadOnlySpan<byte> header, ReadOnlySpan<byte> voxels)
    {
        using var gzip = packed ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true) : null;
        var content = gzip ?? file;
        content.Write(header);
        content.Write(voxels);
    }

    private static bool IsPacked(string path) => ScanEnding.IsPacked(path);

    private static byte[] LittleEndian(ReadOnlySpan<float> voxels)
    {
        var bytes = new byte[4 * voxels.Length];
        for (var n = 0; n < voxels.Length; n++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * n), voxels[n]);
        return bytes;
    }

    private static byte[] Header(ImmutableArray<int> shape, Affine affine, VoxelType type, float slope, float intercept)
    {
        var bytes = new byte[VoxelOffset];
        Int32(bytes, 0, HeaderBytes);
        Int16(bytes, 40, 3);
        for (var i = 0; i < 7; i++)
            Int16(bytes, 42 + 2 * i, checked((short)(i < 3 ? shape[i] : 1)));
        Int16(bytes, 70, (short)type);
        Int16(bytes, 72, (short)(8 * VoxelTypes.BytesOf(type)));
        for (var i = 0; i < 3; i++)
            Single(bytes, 80 + 4 * i, affine.SpacingMm[i]);
        Single(bytes, 108, VoxelOffset);
        Single(bytes, 112, slope);
        Single(bytes, 116, intercept);
        bytes[123] = 2; // millimetres
        Int16(bytes, 254, 1); // sform: scanner coordinates
        for (var i = 0; i < 12; i++)
            Single(bytes, 280 + 4 * i, affine.Rows[i]);
        Single(bytes, 76, 1);
        if (QformQuaternion.Of(affine) is { } qform)
        {
            Int16(bytes, 252, 1);
            Single(bytes, 76, qform.Handedness);
            Single(bytes, 256, qform.B);
            Single(bytes, 260, qform.C);
            Single(bytes, 264, qform.D);
            for (var i = 0; i < 3; i++)
                Single(bytes, 268 + 4 * i, affine[i, 3]);
        }
        "n+1\0"u8.CopyTo(bytes.AsSpan(344));
        return bytes;
    }

    private static void Int16(byte[] bytes, int offset, short value) => BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), value);

    private static void Int32(byte[] bytes, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);

    private static void Single(byte[] bytes, int offset, double value) => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(offset), (float)value);
}
