using System.Buffers.Binary;
using System.Numerics;

namespace AxSpa.Models.Training;

/// <summary>The Castagnoli cyclic redundancy check that record files carry (reflected polynomial 82F63B78).</summary>
/// <remarks>By the processor's own instruction where it has one.</remarks>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>The form stored beside the data it protects: rotated, plus a constant.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xA282EAD8;
}
