using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Imaging;

/// <summary>How a scan was acquired, and where that lies in the volume that was prepared from it.</summary>
/// <param name="TiltDegrees">Signed (<see cref="AcquisitionFrame"/>), to a tenth of a degree; null: nearly isotropic.</param>
/// <param name="SliceAxis">The prepared volume's axis through the slices, 0 to 2; null: nearly isotropic.</param>
/// <param name="LeftRightAxis">The prepared volume's axis from left to right: 0, or 2 for sagittal slices in their own frame.</param>
public sealed record ScanAcquisition(AcquisitionPlane Plane, double? TiltDegrees, int? SliceAxis, int LeftRightAxis)
{
    public static ScanAcquisition Of(Affine affine, ScanFrame frame)
    {
        var acquired = AcquisitionFrame.Of(affine);
        var axes = AcquisitionFrame.AxesIn(frame, affine);
        return new ScanAcquisition(
            acquired.Plane, acquired.TiltDegrees is { } tilt ? Math.Round(tilt, 1) + 0 : null,
            acquired.SliceAxis is { } through ? axes.FrameAxis[through] : null,
            frame == ScanFrame.Acquisition && acquired.Plane == AcquisitionPlane.Sagittal ? 2 : 0);
    }
}
