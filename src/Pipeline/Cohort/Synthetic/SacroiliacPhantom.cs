using System.Collections.Immutable;

namespace AxSpa.Pipeline.Cohort.Synthetic;

/// <summary>
/// The pelvis around the sacroiliac joints as a fat-suppressed, fluid-sensitive sequence (STIR) shows it: dark fat and air, grey
/// muscle and marrow, two curved dark joint spaces, bright oedema. Brightness at any point, in units of healthy marrow ≈ 0.5.
/// </summary>
/// <param name="JointMm">Distance of the joints from the midline.</param>
/// <param name="Marrow">Brightness of healthy marrow.</param>
/// <param name="Muscle">Brightness of muscle.</param>
internal sealed record SacroiliacPhantom(double JointMm, double Marrow, double Muscle, ImmutableArray<Oedema> Lesions)
{
    private const double BodyHalfWidthMm = 74;
    private const double BodyHalfDepthMm = 58;
    private const double OedemaBrightness = 1.6;

    /// <param name="x">mm to the right of the midline.</param>
    /// <param name="y">mm to the front.</param>
    /// <param name="z">mm up.</param>
    public double BrightnessAt(double x, double y, double z)
    {
        var body = Inside(1 - Square(x / BodyHalfWidthMm) - Square(y / BodyHalfDepthMm), 0.06);
        if (body < 1e-3)
            return 0.02;
        // The joint runs obliquely and bends: wider in front and above, as between sacrum and ilium.
        var depth = Math.Abs(x) - JointAt(y, z); // mm from the joint: negative in the sacrum, positive in the ilium
        var along = Inside(1 - Square((y + 2) / 32) - Square(z / 42), 0.15);
        var ilium = Inside(depth, 1) * Inside(22 - depth, 2) * along;
        var sacrum = Inside(-depth, 1) * along;
        var bone = ilium + sacrum;
        var cleft = Math.Exp(-Square(depth / 1.8)) * along;

        var brightness = Muscle + (Marrow - Muscle) * bone - 0.35 * cleft;
        brightness += 0.25 * Math.Exp(-Square(x / 9) - Square((y + 20) / 7)); // fluid in the sacral canal, the same in everyone
        foreach (var lesion in Lesions)
            brightness += OedemaBrightness * BlobAt(lesion, x, y, z, depth) * bone * (1 - cleft);
        return Math.Max(0.02, brightness * body);
    }

    private double JointAt(double y, double z) => JointMm + 0.22 * y + 0.12 * z + 4 * Math.Cos(y / 14);

    private double BlobAt(Oedema lesion, double x, double y, double z, double depth)
    {
        if (lesion.IsLeft != x < 0)
            return 0;
        var squared = Square(depth - lesion.DepthMm) + Square(y - lesion.Y) + Square(z - lesion.Z);
        return Math.Exp(-squared / (2 * Square(lesion.RadiusMm)));
    }

    /// <summary>1 for a value well above 0, 0 well below, soft in between.</summary>
    private static double Inside(double value, double softness) => 1 / (1 + Math.Exp(-value / softness));

    private static double Square(double value) => value * value;
}
