using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>
/// The slow and obvious way, as the definition the fast path is compared with: every voxel as a double, then reoriented, then
/// sampled from its eight neighbours, then z-scored.
/// </summary>
internal sealed class PlainVolume(ImmutableArray<int> shape, double[] values)
{
    public ImmutableArray<int> Shape => shape;

    public double this[int i, int j, int k] => values[i + shape[0] * (j + shape[1] * k)];

    public static PlainVolume Of(NiftiImage image, RawVolume volume)
    {
        var values = new double[volume.Count];
        volume.CopyScaled(0, values);
        return new PlainVolume(image.Header.SpatialShape, values);
    }

    public PlainVolume Reorient(FrameAxes axes)
    {
        var to = axes.Reorient(shape);
        return Fill(to, (x, y, z) =>
        {
            int[] point = [x, y, z], at = new int[3];
            for (var axis = 0; axis < 3; axis++)
            {
                var p = point[axes.FrameAxis[axis]];
                at[axis] = axes.IsFlipped[axis] ? shape[axis] - 1 - p : p;
            }
            return this[at[0], at[1], at[2]];
        });
    }

    /// <param name="spacingMm">Of this volume.</param>
    /// <returns>The values, and which of them lie within the scan.</returns>
    public (PlainVolume Values, bool[] Inside) Resample(InputGeometry geometry, ImmutableArray<double> spacingMm)
    {
        var inside = new List<bool>();
        var result = Fill(geometry.Size, (x, y, z) =>
        {
            int[] point = [x, y, z];
            var c = new double[3];
            for (var axis = 0; axis < 3; axis++)
                c[axis] = geometry.SpacingMm is { } wanted
                    ? (shape[axis] - 1) / 2.0 + (point[axis] - (geometry.Size[axis] - 1) / 2.0) * wanted[axis] / spacingMm[axis]
                    : geometry.Size[axis] == 1 ? 0 : point[axis] * (shape[axis] - 1.0) / (geometry.Size[axis] - 1);
            inside.Add(Enumerable.Range(0, 3).All(axis => c[axis] >= -0.5 && c[axis] <= shape[axis] - 0.5));
            return inside[^1] ? At(c) : 0;
        });
        return (result, [.. inside]);
    }

    public static double[] ZScore(double[] values, bool[] inside)
    {
        var within = values.Where((_, n) => inside[n]).ToList();
        var mean = within.Average();
        var deviation = Math.Sqrt(within.Average(value => (value - mean) * (value - mean)));
        return [.. values.Select((value, n) => inside[n] ? (value - mean) / deviation : 0)];
    }

    public double[] Values => values;

    private double At(double[] coordinate)
    {
        var sum = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var (weight, at) = (1.0, new int[3]);
            for (var axis = 0; axis < 3; axis++)
            {
                var c = Math.Clamp(coordinate[axis], 0, shape[axis] - 1);
                var lower = (int)Math.Floor(c);
                var upper = (corner >> axis & 1) == 1;
                weight *= upper ? c - lower : 1 - (c - lower);
                at[axis] = Math.Min(upper ? lower + 1 : lower, shape[axis] - 1);
            }
            sum += weight * this[at[0], at[1], at[2]];
        }
        return sum;
    }

    private static PlainVolume Fill(ImmutableArray<int> size, Func<int, int, int, double> valueAt)
    {
        var filled = new double[size[0] * size[1] * size[2]];
        var n = 0;
        for (var z = 0; z < size[2]; z++)
            for (var y = 0; y < size[1]; y++)
                for (var x = 0; x < size[0]; x++)
                    filled[n++] = valueAt(x, y, z);
        return new PlainVolume(size, filled);
    }
}
