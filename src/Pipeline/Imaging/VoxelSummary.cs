namespace AxSpa.Pipeline.Imaging;

/// <summary>Range and sum of the scaled voxels of all volumes of a file, those that are not finite counted apart.</summary>
/// <param name="Sum">Null, like the others, where no voxel is finite or the sum exceeds what double precision holds.</param>
internal sealed record VoxelSummary(double? Least, double? Greatest, double? Sum, double? Mean, long Voxels, long Nan, long Infinite)
{
    /// <summary>What to say of values that are few whole numbers (<see cref="FewValues"/>); null: they are not.</summary>
    public string? Few { get; init; }

    public static VoxelSummary Of(NiftiImage image)
    {
        var (least, greatest, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        var (voxels, nan, infinite) = (0L, 0L, 0L);
        var few = new FewValues();
        for (var v = 0; v < image.Header.Volumes; v++)
        {
            using var volume = image.ReadVolume(v);
            foreach (var values in volume.ScaledParts())
            {
                few.Add(values.Span);
                foreach (var value in values.Span)
                {
                    if (double.IsNaN(value))
                        nan++;
                    else if (double.IsInfinity(value))
                        infinite++;
                    else
                        (least, greatest, sum) = (Math.Min(least, value), Math.Max(greatest, value), sum + value);
                }
                voxels += values.Length;
            }
        }
        var finite = voxels - nan - infinite;
        return finite > 0 && double.IsFinite(sum)
            ? new VoxelSummary(least, greatest, sum, sum / finite, voxels, nan, infinite) { Few = few.Warning }
            : new VoxelSummary(finite > 0 ? least : null, finite > 0 ? greatest : null, null, null, voxels, nan, infinite) { Few = few.Warning };
    }
}
