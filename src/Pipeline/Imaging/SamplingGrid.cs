using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Imaging;

/// <summary>The points at which a stored scan is read to fill a volume in the wanted frame: reorientation and resampling in one.</summary>
internal sealed class SamplingGrid
{
    /// <param name="affine">Of the stored scan.</param>
    /// <param name="shape">Stored sizes.</param>
    public SamplingGrid(Affine affine, ImmutableArray<int> shape, InputGeometry geometry)
    {
        var (axes, spacingMm) = (AcquisitionFrame.AxesIn(geometry.Frame, affine), affine.SpacingMm);
        Size = geometry.Size;
        Axes = [.. Enumerable.Range(0, 3).Select(axis => AxisOf(axis, axes, shape, spacingMm, geometry))];
        int[] strides = [1, Size[0], Size[0] * Size[1]];
        Strides = [.. axes.FrameAxis.Select(axis => strides[axis])];
        (From, To) = ([.. axes.StoredAxisOf.Select(axis => Axes[axis].From)], [.. axes.StoredAxisOf.Select(axis => Axes[axis].To)]);
    }

    /// <summary>Points along the frame's three axes.</summary>
    public ImmutableArray<int> Size { get; }

    /// <summary>In the stored order of the axes.</summary>
    public ImmutableArray<SamplingAxis> Axes { get; }

    /// <summary>Steps in the filled volume (third axis slowest, first fastest) for one point along each stored axis.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>The box along the frame's axes that lies within the scan; the rest is padding.</summary>
    public ImmutableArray<int> From { get; }
    public ImmutableArray<int> To { get; }
    public bool IsEmpty => From.Zip(To).Any(range => range.First >= range.Second);

    private static SamplingAxis AxisOf(int axis, FrameAxes axes, ImmutableArray<int> shape, ImmutableArray<double> spacingMm, InputGeometry geometry)
    {
        var (frameAxis, isFlipped) = (axes.FrameAxis[axis], axes.IsFlipped[axis]);
        return geometry.SpacingMm is { } wanted
            ? SamplingAxis.ToSpacing(shape[axis], spacingMm[axis], geometry.Size[frameAxis], wanted[frameAxis], isFlipped)
            : SamplingAxis.ToSize(shape[axis], geometry.Size[frameAxis], isFlipped);
    }
}
