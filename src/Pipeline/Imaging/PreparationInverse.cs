using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Where in the prepared volume each stored voxel of a scan lies: reorientation and resampling, backwards.</summary>
public sealed class PreparationInverse
{
    private readonly ImmutableArray<int> _frameAxis;
    private readonly double[][] _coordinates; // [stored axis][stored index]

    private PreparationInverse(ImmutableArray<int> frameAxis, double[][] coordinates) => (_frameAxis, _coordinates) = (frameAxis, coordinates);

    /// <param name="affine">Of the stored scan.</param>
    /// <param name="shape">Stored sizes.</param>
    /// <param name="geometry">What the scan was prepared to.</param>
    public static PreparationInverse Of(Affine affine, ImmutableArray<int> shape, InputGeometry geometry)
    {
        var (axes, spacingMm) = (AcquisitionFrame.AxesIn(geometry.Frame, affine), affine.SpacingMm);
        return new PreparationInverse(
            axes.FrameAxis,
            [.. Enumerable.Range(0, 3).Select(axis => Coordinates(
                shape[axis], spacingMm[axis], axes.IsFlipped[axis], geometry.Size[axes.FrameAxis[axis]], geometry.SpacingMm?[axes.FrameAxis[axis]]))]);
    }

    /// <returns>Coordinates along x, y, z, the first, second and third axis, in voxels of the prepared volume; null where the network never saw the
    /// voxel.</returns>
    public (double X, double Y, double Z)? At(int i, int j, int k)
    {
        Span<double> point = stackalloc double[3];
        point[_frameAxis[0]] = _coordinates[0][i];
        point[_frameAxis[1]] = _coordinates[1][j];
        point[_frameAxis[2]] = _coordinates[2][k];
        return double.IsNaN(point[0]) || double.IsNaN(point[1]) || double.IsNaN(point[2]) ? null : (point[0], point[1], point[2]);
    }

    /// <remarks>The inverse of <see cref="SamplingAxis.ToSize"/>, or of <see cref="SamplingAxis.ToSpacing"/> where the geometry has a spacing.</remarks>
    private static double[] Coordinates(int count, double countSpacingMm, bool isFlipped, int points, double? spacingMm)
    {
        var coordinates = new double[count];
        for (var index = 0; index < count; index++)
        {
            double stored = isFlipped ? count - 1 - index : index;
            if (spacingMm is { } wanted)
            {
                var point = (stored - (count - 1) / 2.0) * countSpacingMm / wanted + (points - 1) / 2.0;
                coordinates[index] = point < -0.5 || point > points - 0.5 ? double.NaN : point; // cropped away
            }
            else coordinates[index] = count == 1 || points == 1 ? 0 : stored * (points - 1) / (count - 1);
        }
        return coordinates;
    }
}
