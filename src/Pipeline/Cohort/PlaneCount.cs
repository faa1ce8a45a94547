using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>How many of a cohort's scans were acquired in a plane.</summary>
/// <param name="Plane">Such as <c>semicoronal</c>, or <c>nearly isotropic</c>.</param>
/// <param name="SlicesAlong"><c>x</c>, <c>y</c> or <c>z</c> of the prepared volume; null: nearly isotropic.</param>
/// <param name="LeastTiltDegrees">Signed (<see cref="AcquisitionFrame"/>); null: nearly isotropic. So <paramref name="GreatestTiltDegrees"/>.</param>
public sealed record PlaneCount(string Plane, int Scans, string? SlicesAlong, double? LeastTiltDegrees, double? GreatestTiltDegrees)
{
    /// <summary>By plane, the most frequent first.</summary>
    public static ImmutableArray<PlaneCount> Of(IEnumerable<ScanAcquisition> scans) =>
    [
        .. scans.GroupBy(scan => (scan.Plane, scan.SliceAxis))
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key.Plane).ThenBy(same => same.Key.SliceAxis)
            .Select(same => new PlaneCount(
                same.Key.Plane.Word(), same.Count(), same.Key.SliceAxis is { } axis ? "xyz"[axis..(axis + 1)] : null,
                same.Min(scan => scan.TiltDegrees), same.Max(scan => scan.TiltDegrees))),
    ];

    /// <summary>For people: <c>45 semicoronal (tilt +38° to +52°) and 12 axial (tilt −3° to +4°)</c>.</summary>
    public static string Text(ImmutableArray<PlaneCount> counts)
    {
        string[] parts =
        [
            .. counts.GroupBy(count => count.Plane, StringComparer.Ordinal).Select(same => string.Create(CultureInfo.InvariantCulture,
                $"{same.Sum(count => count.Scans)} "
                + $"{same.Key}{Tilts(same.Min(count => count.LeastTiltDegrees), same.Max(count => count.GreatestTiltDegrees))}")),
        ];
        return Listed(parts);
    }

    /// <summary>What a researcher must decide where the network would see pictures of several kinds. No warning stops a run.</summary>
    /// <param name="ofFrozenModel">The frame is that of a model that is there already, so that only the scans can be chosen.</param>
    /// <returns>Sentences that name no patient.</returns>
    public static IEnumerable<string> Warnings(ImmutableArray<PlaneCount> counts, InputGeometry geometry, bool ofFrozenModel = false)
    {
        const string onePlane = "cohort.mri.pattern or cohort.mri.idFrom keeps one plane";
        if (geometry.Frame == ScanFrame.Acquisition && Kinds(counts) > 1)
            yield return $"The scans are of several planes: {Text(counts)}. Each keeps its own (mri.input.frame: acquisition), "
                + "so the network sees pictures of several kinds. "
                + (ofFrozenModel ? $"Decide which the model was trained on: {onePlane}."
                    : $"Decide: {onePlane}; mri.input.frame: ras with mri.input.spacingMm brings all to one frame and voxels of one size.");
        if (geometry is { Frame: ScanFrame.Ras, SpacingMm: null } && (Kinds(counts) > 1 || SlicesAlongOf(counts).Length > 1))
            yield return $"The scans lie in several ways: {Text(counts)}{Along(counts)}. "
                + "mri.input.size squeezes each kind differently, so the network sees pictures of several kinds. "
                + (ofFrozenModel ? $"Decide which the model was trained on: {onePlane}."
                    : $"Decide: mri.input.frame: acquisition keeps each scan's own plane; mri.input.spacingMm gives all voxels of one size; {onePlane}.");
    }

    /// <summary>Nearly isotropic volumes lie as axial slices do, in either frame.</summary>
    private static int Kinds(ImmutableArray<PlaneCount> counts) =>
        counts.Select(count => count.SlicesAlong is null ? AcquisitionPlane.Axial.Word() : count.Plane).Distinct(StringComparer.Ordinal).Count();

    private static string[] SlicesAlongOf(ImmutableArray<PlaneCount> counts) =>
        [.. counts.Select(count => count.SlicesAlong).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Along(ImmutableArray<PlaneCount> counts)
    {
        string[] axes =
        [
            .. SlicesAlongOf(counts).Select(axis =>
                FormattableString.Invariant($"{axis} in {counts.Where(count => count.SlicesAlong == axis).Sum(count => count.Scans)}")),
        ];
        return axes.Length > 1 ? $"; in RAS (mri.input.frame: ras) their slices run along {Listed(axes)}" : "";
    }

    private static string Tilts(double? least, double? greatest) => (least, greatest) is not ({ } from, { } to) ? ""
        : AcquisitionPlanes.Degrees(from) == AcquisitionPlanes.Degrees(to) ? $" (tilt {AcquisitionPlanes.Degrees(from)})"
        : $" (tilt {AcquisitionPlanes.Degrees(from)} to {AcquisitionPlanes.Degrees(to)})";

    private static string Listed(string[] parts) => parts.Length < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
