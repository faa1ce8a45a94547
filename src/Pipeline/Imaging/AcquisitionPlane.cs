using System.Globalization;

namespace AxSpa.Pipeline.Imaging;

/// <summary>The plane in which the slices of a scan lie.</summary>
/// <remarks>
/// Protocols of the sacroiliac joints acquire semicoronal slices, along the long axis of the sacrum, and semiaxial ones, at right angles to it. The
/// sacrum leans forward by about 45°, so both stand midway between coronal and axial, on different sides of the axial plane.
/// </remarks>
public enum AcquisitionPlane
{
    /// <summary>No slices to speak of: a volume of nearly cubic voxels.</summary>
    NearlyIsotropic,

    Axial,

    /// <summary>From axial by about +45°: the second axis runs up and to the front.</summary>
    Semicoronal,

    Coronal,

    /// <summary>From axial by about −45°: the second axis runs to the front and down.</summary>
    Semiaxial,

    Sagittal,
}

public static class AcquisitionPlanes
{
    /// <summary>In tables and for people: <c>semicoronal</c>, <c>nearly isotropic</c>.</summary>
    public static string Word(this AcquisitionPlane plane) =>
        plane == AcquisitionPlane.NearlyIsotropic ? "nearly isotropic" : plane.ToString().ToLowerInvariant();

    /// <summary>For people: <c>+44°</c>, <c>−3°</c>, <c>0°</c>.</summary>
    public static string Degrees(double tiltDegrees)
    {
        var whole = (int)Math.Round(tiltDegrees);
        return string.Create(CultureInfo.InvariantCulture, $"{(whole > 0 ? "+" : whole < 0 ? "−" : "")}{Math.Abs(whole)}°");
    }
}
