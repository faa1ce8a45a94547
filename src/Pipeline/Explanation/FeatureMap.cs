namespace AxSpa.Pipeline.Explanation;

/// <summary>Something said of a volume at each cell of a grid: by a layer of a network, or by covering it piece by piece.</summary>
/// <param name="Values">[depth, height, width], width fastest.</param>
/// <param name="StrideZ">Voxels of the volume from one cell to the next along z; cell 0 is centred on voxel 0. So <paramref name="StrideY"/> and
/// <paramref name="StrideX"/>.</param>
public sealed record FeatureMap(int Depth, int Height, int Width, float[] Values, int StrideZ, int StrideY, int StrideX)
{
    /// <summary>Between the cells by trilinear interpolation, beyond the outermost their own value.</summary>
    /// <param name="x">In voxels of the network's input; so are <paramref name="y"/> and <paramref name="z"/>.</param>
    /// <remarks>
    /// A convolution with odd kernel k, stride s and padding (k − 1)/2 centres output cell j on input cell s·j. So cells lie on every
    /// stride-th voxel, and not in the middle of equal parts as resizing a picture would have it: half a cell is centimetres.
    /// </remarks>
    public double At(double x, double y, double z)
    {
        var (z0, z1, wz) = Between(z / StrideZ, Depth);
        var (y0, y1, wy) = Between(y / StrideY, Height);
        var (x0, x1, wx) = Between(x / StrideX, Width);
        double Row(int d, int h) => (1 - wx) * Cell(d, h, x0) + wx * Cell(d, h, x1);
        double Plane(int d) => (1 - wy) * Row(d, y0) + wy * Row(d, y1);
        return (1 - wz) * Plane(z0) + wz * Plane(z1);
    }

    /// <summary>The mean of maps of one grid, cell by cell.</summary>
    public static FeatureMap Mean(IReadOnlyList<FeatureMap> maps)
    {
        var sums = new double[maps[0].Values.Length];
        foreach (var map in maps)
            for (var cell = 0; cell < sums.Length; cell++) sums[cell] += map.Values[cell];
        return maps[0] with { Values = [.. sums.Select(sum => (float)(sum / maps.Count))] };
    }

    private float Cell(int d, int h, int w) => Values[(d * Height + h) * Width + w];

    private static (int Lower, int Upper, double Weight) Between(double coordinate, int cells)
    {
        var held = Math.Clamp(coordinate, 0, cells - 1);
        var lower = Math.Min((int)held, cells - 1);
        return (lower, Math.Min(lower + 1, cells - 1), held - lower);
    }
}
