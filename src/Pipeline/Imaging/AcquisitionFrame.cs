using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// The frame in which a scan was acquired: two axes within its slices, the third through them. Other than reorientation to the nearest axes of the
/// patient, it does not jump where a plane stands near 45°, as those of the sacroiliac joints do.
/// </summary>
/// <param name="Axes">
/// From the stored axes. First and second lie within the slices, the third runs through them, and the three are right-handed.
/// <list type="bullet">
/// <item>First: the one of the two that is nearest to left–right, to the right.</item>
/// <item>Second: the other. It turns with the plane without a jump: up (coronal), up and to the front (semicoronal), to the front (axial), to the front
/// and down (semiaxial). Its sign must jump somewhere on the way round, and does midway between semiaxial and coronal, where no protocol is.</item>
/// <item>Sagittal slices: first to the front, second up, and so the third to the right.</item>
/// <item>Nearly isotropic volumes: RAS, which are the axes of axial slices.</item>
/// </list>
/// </param>
/// <param name="TiltDegrees">
/// The second axis's angle above the horizontal, from the front towards up: axial 0, semicoronal near +45, coronal +90, semiaxial near −45; above −67.5, at
/// most 112.5. Sagittal: the third axis's angle from the right towards the front. Null: nearly isotropic.
/// </param>
/// <param name="SliceAxis">The stored axis through the slices, that of the coarsest spacing wherever it is stored; null: nearly isotropic.</param>
public sealed record AcquisitionFrame(FrameAxes Axes, AcquisitionPlane Plane, double? TiltDegrees, int? SliceAxis)
{
    /// <summary>From here on a scan has thick slices: the largest spacing over the larger of the other two.</summary>
    public const double ThickSlice = 1.5;

    /// <summary>Headers keep spacings as float32 or as a product of rounded numbers: 0.9 over 0.6 mm must be 1.5.</summary>
    private const double Rounding = 1e-4;

    /// <summary>A quarter of the way round has two planes, so each is named up to this far from where it stands by its name.</summary>
    private const double HalfSectorDegrees = 22.5;

    /// <summary>Midway between coronal (+90°) and semiaxial (−45°); the second axis points to its side of the patient.</summary>
    private const double MiddleDegrees = 22.5;

    public static AcquisitionFrame Of(Affine affine)
    {
        if (ThroughSlices(affine.SpacingMm) is not { } through)
            return new AcquisitionFrame(Orientation.Of(affine).Axes, AcquisitionPlane.NearlyIsotropic, null, null);
        var rotation = NearestRotation.To(affine);
        double[] Direction(int axis) => [rotation[0, axis], rotation[1, axis], rotation[2, axis]];

        // The slices' normal within 45° of left–right, however the picture is turned within its plane.
        var isSagittal = Math.Abs(rotation[0, through]) > Math.Sqrt(0.5);
        var towards = isSagittal ? 1 : 0;
        var (p, q) = ((through + 1) % 3, (through + 2) % 3);
        var (first, second) = Math.Abs(rotation[towards, p]) >= Math.Abs(rotation[towards, q]) ? (p, q) : (q, p);

        var (sin, cos) = Math.SinCos(MiddleDegrees * Math.PI / 180);
        double[] ahead = isSagittal ? [0, 0, 1] : [0, cos, sin];
        var (x, isFirstFlipped) = Towards(Direction(first), isSagittal ? [0, 1, 0] : [1, 0, 0]);
        var (y, isSecondFlipped) = Towards(Direction(second), ahead);
        var (z, isThirdFlipped) = Towards(Direction(through), Cross(x, y));

        int[] frameAxis = new int[3];
        var isFlipped = new bool[3];
        (frameAxis[first], frameAxis[second], frameAxis[through]) = (0, 1, 2);
        (isFlipped[first], isFlipped[second], isFlipped[through]) = (isFirstFlipped, isSecondFlipped, isThirdFlipped);
        var tilt = (isSagittal ? Math.Atan2(z[1], z[0]) : Math.Atan2(y[2], y[1])) * 180 / Math.PI;
        return new AcquisitionFrame(
            new FrameAxes(ImmutableArray.Create(frameAxis), ImmutableArray.Create(isFlipped)),
            isSagittal ? AcquisitionPlane.Sagittal : PlaneAt(tilt), tilt, through);
    }

    /// <summary>The axes in which a scan is prepared.</summary>
    public static FrameAxes AxesIn(ScanFrame frame, Affine affine) =>
        frame == ScanFrame.Acquisition ? Of(affine).Axes : Orientation.Of(affine).Axes;

    /// <summary>For people: <c>semicoronal, tilt +44°</c>, or <c>nearly isotropic</c>.</summary>
    public override string ToString() => TiltDegrees is { } tilt ? $"{Plane.Word()}, tilt {AcquisitionPlanes.Degrees(tilt)}" : Plane.Word();

    /// <returns>The axis of the coarsest spacing; null where it is not much coarser than the others.</returns>
    private static int? ThroughSlices(ImmutableArray<double> spacingMm)
    {
        var through = spacingMm.IndexOf(spacingMm.Max());
        var larger = Math.Max(spacingMm[(through + 1) % 3], spacingMm[(through + 2) % 3]);
        return spacingMm[through] >= ThickSlice * (1 - Rounding) * larger ? through : null;
    }

    private static AcquisitionPlane PlaneAt(double tiltDegrees) => tiltDegrees switch
    {
        > 90 - HalfSectorDegrees => AcquisitionPlane.Coronal,
        > HalfSectorDegrees => AcquisitionPlane.Semicoronal,
        >= -HalfSectorDegrees => AcquisitionPlane.Axial,
        _ => AcquisitionPlane.Semiaxial,
    };

    private static (double[] Direction, bool IsFlipped) Towards(double[] direction, double[] wanted) =>
        direction.Zip(wanted, (a, b) => a * b).Sum() < 0 ? ([.. direction.Select(value => -value)], true) : (direction, false);

    private static double[] Cross(double[] x, double[] y) => [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
}
