using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Imaging;

/// <summary>The points at which a stored scan is read to fill a volume in RAS order: reorientation and resampling in one.</summary>
internal sealed class SamplingGrid
{
    /// <param name="orientation">How the stored axes run through the patient.</param>
    /// <param name="shape">Stored sizes.</param>
    /// <param name="spacingMm">Stored spacing per axis.</param>
    public SamplingGrid(Orientation orientation, ImmutableArray<int> shape, ImmutableArray<double> spacingMm, InputGeometry geometry)
    {
        Size = geometry.Size;
        Axes = [.. Enumerable.Range(0, 3).Select(axis => AxisOf(axis, orientation, shape, spacingMm, geometry))];
        int[] strides = [1, Size[0], Size[0] * Size[1]];
        Strides = [.. orientation.PatientAxis.Select(axis => strides[axis])];
        (From, To) = ([.. orientation.VoxelAxisOf.Select(axis => Axes[axis].From)], [.. orientation.VoxelAxisOf.Select(axis => Axes[axis].To)]);
    }

    /// <summary>Points along x, y, z of the patient.</summary>
    public ImmutableArray<int> Size { get; }

    /// <summary>In the stored order of the axes.</summary>
    public ImmutableArray<SamplingAxis> Axes { get; }

    /// <summary>Steps in the filled volume (z slowest, x fastest) for one point along each stored axis.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>The box along x, y, z that lies within the scan; the rest is padding.</summary>
    public ImmutableArray<int> From { get; }
    public ImmutableArray<int> To { get; }
    public bool IsEmpty => From.Zip(To).Any(range => range.First >= range.Second);

    private static SamplingAxis AxisOf(
        int axis, Orientation orientation, ImmutableArray<int> shape, ImmutableArray<double> spacingMm, InputGeometry geometry)
    {
        var (patientAxis, isFlipped) = (orientation.PatientAxis[axis], orientation.IsFlipped[axis]);
        return geometry.SpacingMm is { } wanted
            ? SamplingAxis.ToSpacing(shape[axis], spacingMm[axis], geometry.Size[patientAxis], wanted[patientAxis], isFlipped)
            : SamplingAxis.ToSize(shape[axis], geometry.Size[patientAxis], isFlipped);
    }
}
