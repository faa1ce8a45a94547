using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Stored voxels, in this machine's byte order, to floating point; unscaled.</summary>
internal static class VoxelConversion
{
    /// <param name="start">The first voxel to convert; as many as fit into <paramref name="into"/> follow.</param>
    public static void ToDouble(VoxelType type, ReadOnlySpan<byte> bytes, int start, Span<double> into)
    {
        switch (type)
        {
            case VoxelType.UInt8: Convert<byte, double>(bytes, start, into); break;
            case VoxelType.Int8: Convert<sbyte, double>(bytes, start, into); break;
            case VoxelType.Int16: Convert<short, double>(bytes, start, into); break;
            case VoxelType.UInt16: Convert<ushort, double>(bytes, start, into); break;
            case VoxelType.Int32: Convert<int, double>(bytes, start, into); break;
            case VoxelType.UInt32: Convert<uint, double>(bytes, start, into); break;
            case VoxelType.Int64: Convert<long, double>(bytes, start, into); break;
            case VoxelType.UInt64: Convert<ulong, double>(bytes, start, into); break;
            case VoxelType.Float32: Convert<float, double>(bytes, start, into); break;
            case VoxelType.Float64: MemoryMarshal.Cast<byte, double>(bytes).Slice(start, into.Length).CopyTo(into); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "not a voxel type of ours");
        }
    }

    /// <summary>The same in single precision: exact up to 16 bits and for float32, rounded once for the wider types.</summary>
    public static void ToSingle(VoxelType type, ReadOnlySpan<byte> bytes, int start, Span<float> into)
    {
        switch (type)
        {
            case VoxelType.Int16: Widen(MemoryMarshal.Cast<byte, short>(bytes).Slice(start, into.Length), into); break;
            case VoxelType.UInt16: Widen(MemoryMarshal.Cast<byte, ushort>(bytes).Slice(start, into.Length), into); break;
            case VoxelType.Float32: MemoryMarshal.Cast<byte, float>(bytes).Slice(start, into.Length).CopyTo(into); break;
            case VoxelType.UInt8: Convert<byte, float>(bytes, start, into); break;
            case VoxelType.Int8: Convert<sbyte, float>(bytes, start, into); break;
            case VoxelType.Int32: Convert<int, float>(bytes, start, into); break;
            case VoxelType.UInt32: Convert<uint, float>(bytes, start, into); break;
            case VoxelType.Int64: Convert<long, float>(bytes, start, into); break;
            case VoxelType.UInt64: Convert<ulong, float>(bytes, start, into); break;
            case VoxelType.Float64: Convert<double, float>(bytes, start, into); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "not a voxel type of ours");
        }
    }

    private static void Convert<TStored, TReal>(ReadOnlySpan<byte> bytes, int start, Span<TReal> into)
        where TStored : unmanaged, INumberBase<TStored>
        where TReal : unmanaged, INumberBase<TReal>
    {
        var stored = MemoryMarshal.Cast<byte, TStored>(bytes).Slice(start, into.Length);
        for (var n = 0; n < into.Length; n++)
            into[n] = TReal.CreateTruncating(stored[n]);
    }

    private static void Widen(ReadOnlySpan<short> stored, Span<float> into)
    {
        var n = 0;
        for (; n + 16 <= into.Length; n += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(stored[n..]));
            Vector256.ConvertToSingle(low).CopyTo(into[n..]);
            Vector256.ConvertToSingle(high).CopyTo(into[(n + 8)..]);
        }
        for (; n < into.Length; n++)
            into[n] = stored[n];
    }

    private static void Widen(ReadOnlySpan<ushort> stored, Span<float> into)
    {
        var n = 0;
        for (; n + 16 <= into.Length; n += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(stored[n..]));
            Vector256.ConvertToSingle(low.AsInt32()).CopyTo(into[n..]); // below 65,536: the sign bit is free
            Vector256.ConvertToSingle(high.AsInt32()).CopyTo(into[(n + 8)..]);
        }
        for (; n < into.Length; n++)
            into[n] = stored[n];
    }
}
