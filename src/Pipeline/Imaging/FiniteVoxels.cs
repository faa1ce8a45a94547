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
        var at = 0;
        foreach (var part in volume.ScaledParts())
            foreach (var value in part.Span)
            {
                if (!double.IsFinite(value))
                {
                    count++;
                    first = first < 0 ? at : first;
                }
                at++;
            }
        return (count, first);
    }
}
