namespace AxSpa.Pipeline.Imaging;

/// <summary>Voxels that are no number, or infinite: a network cannot learn from them, so they are found before resampling spreads them.</summary>
internal static class FiniteVoxels
{
    /// <summary>How many voxels of a volume are not finite, and the index of the first in file order.</summary>
    public static (long Count, int First) NotFiniteIn(RawVolume volume)
    {
        if (!VoxelTypes.IsFloating(volume.Type))
            return (0, -1);
        var (count, first) = (0L, -1);
        var row = new double[Math.Min(4096, volume.Count)];
        for (var start = 0; start < volume.Count; start += row.Length)
        {
            var part = row.AsSpan(0, Math.Min(row.Length, volume.Count - start));
            volume.CopyScaled(start, part);
            for (var n = 0; n < part.Length; n++)
                if (!double.IsFinite(part[n]))
                {
                    count++;
                    first = first < 0 ? start + n : first;
                }
        }
        return (count, first);
    }
}
