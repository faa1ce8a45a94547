namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// Where the points of a new grid fall along one axis of a scan: between which two stored voxels, and how near to the second.
/// Trilinear interpolation is three of these, one per axis.
/// </summary>
internal sealed class SamplingAxis
{
    private readonly int[] _lower;
    private readonly float[] _weight;

    /// <param name="coordinates">In stored voxels: 0 is the centre of the first, <paramref name="count"/> − 1 that of the last.</param>
    private SamplingAxis(double[] coordinates, int count)
    {
        (Points, _lower, _weight) = (coordinates.Length, new int[coordinates.Length], new float[coordinates.Length]);
        (From, To) = (Points, 0);
        for (var t = 0; t < Points; t++)
        {
            // A voxel covers half a step on either side of its centre; what lies beyond is not part of the scan.
            if (coordinates[t] < -0.5 || coordinates[t] > count - 0.5)
                continue;
            (From, To) = (Math.Min(From, t), Math.Max(To, t + 1));
            var coordinate = Math.Clamp(coordinates[t], 0, count - 1);
            _lower[t] = Math.Min((int)coordinate, Math.Max(count - 2, 0));
            _weight[t] = (float)(coordinate - _lower[t]);
        }
    }

    public int Points { get; }

    /// <summary>The points from here up to, not including, <see cref="To"/> lie within the scan.</summary>
    public int From { get; }
    public int To { get; }

    /// <summary>The stored voxel at or before each point.</summary>
    public ReadOnlySpan<int> Lower => _lower;

    /// <summary>The share of the voxel after <see cref="Lower"/>, 0 to 1; 0 where there is none.</summary>
    public ReadOnlySpan<float> Weight => _weight;

    /// <summary>
    /// First point on the first voxel's centre, last point on the last one's, the rest evenly between ("align corners"):
    /// the grid of scipy.ndimage.zoom with order 1. A single point lies on the first voxel, as there.
    /// </summary>
    /// <remarks>For some sizes scipy's rounding puts the last point just past the edge, where it reads 0; here it stays on the edge.</remarks>
    public static SamplingAxis ToSize(int count, int points, bool isFlipped)
    {
        var coordinates = new double[points];
        for (var t = 0; t < points; t++)
            coordinates[t] = points == 1 ? 0 : (double)t * (count - 1) / (points - 1);
        return new SamplingAxis(Flip(coordinates, count, isFlipped), count);
    }

    /// <summary>Points a given distance apart, the middle of the grid on the middle of the scan.</summary>
    public static SamplingAxis ToSpacing(int count, double countSpacingMm, int points, double spacingMm, bool isFlipped)
    {
        var coordinates = new double[points];
        for (var t = 0; t < points; t++)
            coordinates[t] = (count - 1) / 2.0 + (t - (points - 1) / 2.0) * spacingMm / countSpacingMm;
        return new SamplingAxis(Flip(coordinates, count, isFlipped), count);
    }

    private static double[] Flip(double[] coordinates, int count, bool isFlipped) =>
        isFlipped ? Array.ConvertAll(coordinates, c => count - 1 - c) : coordinates;
}
