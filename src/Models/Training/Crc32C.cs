namespace AxSpa.Models.Training;

/// <summary>The Castagnoli cyclic redundancy check that record files carry (reflected polynomial 82F63B78).</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index =>
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : 0x82F63B78 ^ value >> 1;
        return value;
    })];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc;
    }

    /// <summary>The form stored beside the data it protects: rotated, plus a constant.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Of(bytes);
        return (crc >> 15 | crc << 17) + 0xA282EAD8;
    }
}
