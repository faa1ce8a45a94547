using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Tests.Imaging;

internal static class MadeAffine
{
    /// <param name="code">Where the stored axes point to, such as LPS.</param>
    public static Affine Towards(string code, ImmutableArray<double> spacingMm, ImmutableArray<double> origin)
    {
        var rows = new double[12];
        for (var axis = 0; axis < 3; axis++)
        {
            rows[4 * AxisOf(code[axis]) + axis] = "RAS".Contains(code[axis]) ? spacingMm[axis] : -spacingMm[axis];
            rows[4 * axis + 3] = origin[axis];
        }
        return new Affine(ImmutableArray.Create(rows));
    }

    /// <summary>Turned by small angles (radians) about x, y and z.</summary>
    public static Affine Tilt(Affine affine, double[] angles)
    {
        var rows = affine.Rows.ToArray();
        for (var about = 0; about < 3; about++)
        {
            var (p, q) = ((about + 1) % 3, (about + 2) % 3);
            var (sin, cos) = Math.SinCos(angles[about]);
            for (var column = 0; column < 4; column++)
                (rows[4 * p + column], rows[4 * q + column]) = (
                    cos * rows[4 * p + column] - sin * rows[4 * q + column],
                    sin * rows[4 * p + column] + cos * rows[4 * q + column]);
        }
        return new Affine(ImmutableArray.Create(rows));
    }

    public static int AxisOf(char letter) => letter switch { 'R' or 'L' => 0, 'A' or 'P' => 1, _ => 2 };
}
