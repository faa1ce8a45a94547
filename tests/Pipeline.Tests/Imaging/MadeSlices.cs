using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Affines of scans in the planes that protocols acquire, stored in any order and turned by any angle.</summary>
internal static class MadeSlices
{
    /// <summary>Within the slices, within, through.</summary>
    public static readonly ImmutableArray<double> ThickMm = [3, 4, 6.5];

    public static readonly ImmutableArray<double> NearlyIsotropicMm = [3, 4, 5];

    /// <param name="code">How the frame's axes are stored, as if first, second and third were right, front and up: <c>SRP</c> stores the third, the first and
    /// the second backwards.</param>
    public static Affine In(AcquisitionPlane plane, string code, ImmutableArray<double>? spacingMm = null) => plane switch
    {
        AcquisitionPlane.NearlyIsotropic => At(0, code, spacingMm ?? NearlyIsotropicMm),
        AcquisitionPlane.Sagittal => Stored(code, spacingMm ?? ThickMm, [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
        AcquisitionPlane.Axial or AcquisitionPlane.Semicoronal or AcquisitionPlane.Coronal or AcquisitionPlane.Semiaxial =>
            At(TiltOf(plane), code, spacingMm ?? ThickMm),
        _ => throw new ArgumentOutOfRangeException(nameof(plane)),
    };

    public static double TiltOf(AcquisitionPlane plane) =>
        plane switch { AcquisitionPlane.Semicoronal => 45, AcquisitionPlane.Coronal => 90, AcquisitionPlane.Semiaxial => -45, _ => 0 };

    /// <summary>The first axis to the right, the second up by an angle from the front, the third at right angles to both.</summary>
    public static Affine At(double tiltDegrees, string code, ImmutableArray<double> spacingMm)
    {
        var (sin, cos) = Math.SinCos(tiltDegrees * Math.PI / 180);
        return Stored(code, spacingMm, [[1, 0, 0], [0, cos, sin], [0, -sin, cos]]);
    }

    /// <summary>The frame's axes as they were stored.</summary>
    public static FrameAxes AxesOf(string code) => new([.. code.Select(MadeAffine.AxisOf)], [.. code.Select(letter => !"RAS".Contains(letter))]);

    /// <remarks>Rodrigues: v cos + (k × v) sin + k (k · v) (1 − cos).</remarks>
    public static Affine Turned(Affine affine, double[] about, double degrees)
    {
        var length = Math.Sqrt(about.Sum(value => value * value));
        var k = about.Select(value => value / length).ToArray();
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var rows = new double[12];
        for (var column = 0; column < 4; column++)
        {
            double[] v = [affine[0, column], affine[1, column], affine[2, column]];
            var along = k.Zip(v, (a, b) => a * b).Sum();
            for (var row = 0; row < 3; row++)
            {
                var (p, q) = ((row + 1) % 3, (row + 2) % 3);
                rows[4 * row + column] = v[row] * cos + (k[p] * v[q] - k[q] * v[p]) * sin + k[row] * along * (1 - cos);
            }
        }
        return new Affine(ImmutableArray.Create(rows));
    }

    private static Affine Stored(string code, ImmutableArray<double> spacingMm, double[][] directions)
    {
        var rows = new double[12];
        for (var axis = 0; axis < 3; axis++)
        {
            var frameAxis = MadeAffine.AxisOf(code[axis]);
            for (var row = 0; row < 3; row++)
                rows[4 * row + axis] = ("RAS".Contains(code[axis]) ? 1 : -1) * spacingMm[frameAxis] * directions[frameAxis][row];
            rows[4 * axis + 3] = 10 * axis - 12;
        }
        return new Affine(ImmutableArray.Create(rows));
    }
}
