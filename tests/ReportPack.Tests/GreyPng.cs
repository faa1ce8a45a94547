using System.Buffers.Binary;
using System.IO.Compression;

namespace AxSpa.ReportPack.Tests;

/// <summary>A picture of one grey.</summary>
internal static class GreyPng
{
    public static byte[] Of(int width, int height, byte grey)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits per dot; the rest is 0: grey, deflate, no interlacing
        using var voxels = new MemoryStream();
        using (var deflated = new ZLibStream(voxels, CompressionLevel.Optimal, leaveOpen: true))
            for (var row = 0; row < height; row++)
                deflated.Write([0, .. Enumerable.Repeat(grey, width)]);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, voxels.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        byte[] named = [.. name, .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
