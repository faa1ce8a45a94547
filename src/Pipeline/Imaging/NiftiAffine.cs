using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Which of a header's three ways to say where the voxels lie is believed, in nibabel's order.</summary>
internal static class NiftiAffine
{
    /// <summary>Unit axes that span less than this are treated as lying in a plane. A tilted gantry (30°) still spans 0.87.</summary>
    private const double LeastUnitVolume = 1e-4;

    public static Affine Of(string path, NiftiHeader header, List<string> warnings)
    {
        var (name, affine) = header switch
        {
            { SformCode: > 0 } => ("sform", new Affine(header.SformRows)),
            { QformCode: > 0 } => ("qform", Qform(path, header)),
            _ => ("pixdim", Base(header)),
        };
        const string next = "Convert the scan again, for example with dcm2niix, or write a valid sform";
        if (!affine.IsFinite)
            throw new NiftiException(path,
                $"the affine ({name}) has a value that is not a finite number ({Describe(affine)}), so nobody knows where the voxels lie. {next}.");
        if (affine.UnitVolume() < LeastUnitVolume)
            throw new NiftiException(path, $"the affine ({name}) is singular ({Describe(affine)}): its three axes do not span space. {next}.");
        if (name == "pixdim")
            warnings.Add("neither sform nor qform is set: the x axis is taken to point to the patient's left (nibabel's convention)");
        else if (DiffersFrom(header.Zooms, affine.SpacingMm))
            warnings.Add($"pixdim and the {name} disagree about the voxel size; the {name} is used");
        if (header is { SformCode: > 0, QformCode: > 0 } && Disagreement(header, affine) is { } told)
            warnings.Add(told);
        return affine;
    }

    /// <summary>
    /// The two are written from one position of the scanner, and rounding leaves them less than a thousandth of a voxel apart. A tool that turns or registers
    /// an image and changes one of them leaves a file that lies in two places.
    /// </summary>
    /// <returns>Null: at no corner of the volume do they lie further apart than half of the smallest voxel size.</returns>
    private static string? Disagreement(NiftiHeader header, Affine sform)
    {
        const string used = "the sform is used, as nibabel does. Convert the scan again if that is not how the patient lay";
        if (QformOf(header) is not { IsFinite: true } qform)
            return $"the qform is no rotation, though its code is {header.QformCode}; {used}";
        var shape = header.SpatialShape;
        var apartMm = Enumerable.Range(0, 8).Max(corner =>
        {
            var (i, j, k) = ((corner & 1) * (shape[0] - 1), (corner >> 1 & 1) * (shape[1] - 1), (corner >> 2) * (shape[2] - 1));
            var (one, other) = (sform.Apply(i, j, k), qform.Apply(i, j, k));
            return Math.Sqrt(Enumerable.Range(0, 3).Sum(axis => (one[axis] - other[axis]) * (one[axis] - other[axis])));
        });
        if (apartMm <= sform.SpacingMm.Min() / 2)
            return null;
        var (byOne, byOther) = (Orientation.Of(sform).Code, Orientation.Of(qform).Code);
        return string.Create(CultureInfo.InvariantCulture,
            $"sform (code {header.SformCode}, {byOne}) and qform (code {header.QformCode}, {byOther}) disagree about where the voxels lie, ")
            + string.Create(CultureInfo.InvariantCulture, $"by up to {apartMm:0.0} mm and {AngleDegrees(sform, qform):0.0} degrees; {used}");
    }

    /// <summary>The largest angle between an axis of the one and the same axis of the other.</summary>
    private static double AngleDegrees(Affine one, Affine other) => Enumerable.Range(0, 3).Max(axis =>
    {
        var cosine = Enumerable.Range(0, 3).Sum(row => one[row, axis] * other[row, axis]) / one.SpacingMm[axis] / other.SpacingMm[axis];
        return Math.Acos(Math.Clamp(cosine, -1, 1)) * 180 / Math.PI;
    });

    private static bool DiffersFrom(ImmutableArray<double> zooms, ImmutableArray<double> spacingMm) =>
        Enumerable.Range(0, Math.Min(3, zooms.Length)).Any(i => Math.Abs(zooms[i] - spacingMm[i]) > 0.01 * spacingMm[i]);

    /// <remarks>nifti1.h, "method 2": rotation from a unit quaternion, then the voxel sizes.</remarks>
    private static Affine Qform(string path, NiftiHeader header) =>
        QformOf(header) ?? throw new NiftiException(path, string.Create(CultureInfo.InvariantCulture,
        $"quatern_b, c, d are {string.Join(", ", header.Quaternion)}; the sum of their squares is {header.Quaternion.Sum(part => part * part)}, ")
        + "but a rotation has at most 1. Convert the scan again, for example with dcm2niix.");

    /// <returns>Null: its quaternion is none.</returns>
    private static Affine? QformOf(NiftiHeader header)
    {
        var (b, c, d) = (header.Quaternion[0], header.Quaternion[1], header.Quaternion[2]);
        var squared = b * b + c * c + d * d;
        if (squared > 1 + 1e-4)
            return null;
        var a = squared < 1 ? Math.Sqrt(1 - squared) : 0;
        var s = 2 / (a * a + squared); // rounding in float32 leaves the quaternion a little off unit length
        var (dx, dy, dz) = (ZoomOf(header, 0), ZoomOf(header, 1), ZoomOf(header, 2) * header.QformHandedness);
        return new Affine(
        [
            (1 - s * (c * c + d * d)) * dx, s * (b * c - a * d) * dy, s * (b * d + a * c) * dz, header.QformOffset[0],
            s * (b * c + a * d) * dx, (1 - s * (b * b + d * d)) * dy, s * (c * d - a * b) * dz, header.QformOffset[1],
            s * (b * d - a * c) * dx, s * (c * d + a * b) * dy, (1 - s * (b * b + c * c)) * dz, header.QformOffset[2],
        ]);
    }

    /// <summary>x flipped, the centre of the image at the origin.</summary>
    private static Affine Base(NiftiHeader header)
    {
        var shape = header.SpatialShape;
        double[] step = [-ZoomOf(header, 0), ZoomOf(header, 1), ZoomOf(header, 2)];
        var rows = new double[12];
        for (var i = 0; i < 3; i++)
        {
            rows[5 * i] = step[i];
            rows[4 * i + 3] = -(shape[i] - 1) / 2.0 * step[i];
        }
        return new Affine(ImmutableArray.Create(rows));
    }

    private static double ZoomOf(NiftiHeader header, int axis) => axis < header.Zooms.Length ? header.Zooms[axis] : 1;

    private static string Describe(Affine affine) => string.Join("; ", Enumerable.Range(0, 3).Select(
        r => string.Join(' ', Enumerable.Range(0, 4).Select(c => affine[r, c].ToString("G6", CultureInfo.InvariantCulture)))));
}
