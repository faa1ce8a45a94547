using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Explanation;

/// <summary>One slice of a scan with the heatmap on it, as a radiologist looks at it: the patient's right on the left, the head up.</summary>
/// <param name="Name">axial, coronal or sagittal; of thick slices the plane that they were acquired in, with its signed tilt.</param>
/// <param name="Left">What lies on the left edge, such as R, or AS where that edge is as much to the front as up; so <paramref name="Top"/>.</param>
/// <param name="Grey">[row][column] 0 (black) to 1 (white), rows from the top.</param>
/// <param name="Heat">[row][column] 0 to 1.</param>
/// <param name="PixelMm">Width and height of a pixel.</param>
/// <param name="Cross">Column and row of the point that all three planes pass through.</param>
public sealed record ScanPlane(
    string Name, string Left, string Right, string Top, string Bottom, float[][] Grey, float[][] Heat, (double Width, double Height) PixelMm,
    (int Column, int Row) Cross);

/// <summary>The three planes through one point of a scan.</summary>
public static class ScanPlanes
{
    /// <summary>Share of voxels that may be whiter than white, and blacker than black: single bright voxels must not darken the rest.</summary>
    private const double Clipped = 0.01;

    /// <summary>A direction within this of an axis of the patient has one letter: half of what parts coronal from semicoronal.</summary>
    private const double OneLetterDegrees = 22.5;

    /// <param name="scan">Any brightness.</param>
    /// <param name="heat">On the same grid.</param>
    /// <param name="at">x, y, z.</param>
    /// <param name="affine">Of that grid.</param>
    public static ImmutableArray<ScanPlane> Through(OrientedVolume scan, OrientedVolume heat, ImmutableArray<int> at, Affine affine)
    {
        var acquired = AcquisitionFrame.Of(affine);
        string Name(int across, string plain) => acquired switch
        {
            { SliceAxis: { } slices } when slices == across => acquired.ToString(),
            { Plane: AcquisitionPlane.Semicoronal or AcquisitionPlane.Semiaxial } when across != 0 => "across the slices",
            _ => plain,
        };
        string Towards(int axis) => Letters(affine, axis, 1);
        string Against(int axis) => Letters(affine, axis, -1);
        var (black, white) = Window(scan.Values);
        var (nx, ny, nz) = (scan.Size[0], scan.Size[1], scan.Size[2]);
        float Grey(int x, int y, int z) => Math.Clamp((scan[x, y, z] - black) / (white - black), 0, 1);
        ScanPlane Plane(string name, string left, string right, string top, string bottom, int columns, int rows, Func<int, int, (int X, int Y, int Z)> voxel,
            double width, double height, int column, int row) => new(
            name, left, right, top, bottom,
            [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c => voxel(c, r)).Select(v => Grey(v.X, v.Y, v.Z)).ToArray())],
            [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c => voxel(c, r)).Select(v => heat[v.X, v.Y, v.Z]).ToArray())],
            (width, height), (column, row));
        var mm = scan.SpacingMm;
        return
        [
            Plane(Name(2, "axial"), Towards(0), Against(0), Towards(1), Against(1), nx, ny, (c, r) => (nx - 1 - c, ny - 1 - r, at[2]), mm[0], mm[1],
                nx - 1 - at[0], ny - 1 - at[1]),
            Plane(Name(1, "coronal"), Towards(0), Against(0), Towards(2), Against(2), nx, nz, (c, r) => (nx - 1 - c, at[1], nz - 1 - r), mm[0], mm[2],
                nx - 1 - at[0], nz - 1 - at[2]),
            Plane(Name(0, "sagittal"), Towards(1), Against(1), Towards(2), Against(2), ny, nz, (c, r) => (at[0], ny - 1 - c, nz - 1 - r), mm[1], mm[2],
                ny - 1 - at[1], nz - 1 - at[2]),
        ];
    }

    private static string Letters(Affine affine, int axis, int sign)
    {
        var (length, least) = (affine.SpacingMm[axis], Math.Sin(OneLetterDegrees * Math.PI / 180));
        int[] nearest = [.. Enumerable.Range(0, 3).OrderByDescending(row => Math.Abs(affine[row, axis]))];
        return string.Concat(nearest.Where((row, n) => n == 0 || Math.Abs(affine[row, axis]) > least * length)
            .Select(row => (sign * affine[row, axis] > 0 ? "RAS" : "LPI")[row]));
    }

    private static (float Black, float White) Window(float[] values)
    {
        float[] sorted = [.. values.Order()];
        var (black, white) = (sorted[(int)(Clipped * (sorted.Length - 1))], sorted[(int)((1 - Clipped) * (sorted.Length - 1))]);
        return white > black ? (black, white) : (black, black + 1);
    }
}
