using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Which axis of a frame each stored axis of a scan becomes: axes are taken in another order and turned round, never mixed.</summary>
/// <param name="FrameAxis">For each stored axis, the frame's axis that it becomes: 0, 1 or 2, each once.</param>
/// <param name="IsFlipped">For each stored axis, whether it runs against that axis.</param>
public sealed record FrameAxes(ImmutableArray<int> FrameAxis, ImmutableArray<bool> IsFlipped)
{
    /// <summary>The stored axis that becomes the frame's first, second and third.</summary>
    public ImmutableArray<int> StoredAxisOf => [FrameAxis.IndexOf(0), FrameAxis.IndexOf(1), FrameAxis.IndexOf(2)];

    /// <summary>Sizes along the frame's axes.</summary>
    public ImmutableArray<int> Reorient(ImmutableArray<int> shape) => [.. StoredAxisOf.Select(axis => shape[axis])];

    /// <summary>The affine of the reoriented scan: the same millimetres for the same voxel.</summary>
    public Affine Reorient(Affine affine, ImmutableArray<int> shape)
    {
        var rows = new double[12];
        for (var row = 0; row < 3; row++)
        {
            rows[4 * row + 3] = affine[row, 3];
            for (var axis = 0; axis < 3; axis++)
            {
                var step = affine[row, axis];
                rows[4 * row + FrameAxis[axis]] = IsFlipped[axis] ? 0 - step : step; // 0 - 0 is 0, but -0 would be printed as -0
                if (IsFlipped[axis])
                    rows[4 * row + 3] += step * (shape[axis] - 1);
            }
        }
        return new Affine(ImmutableArray.Create(rows));
    }

    public bool Equals(FrameAxes? other) =>
        other is not null && FrameAxis.AsSpan().SequenceEqual(other.FrameAxis.AsSpan()) && IsFlipped.AsSpan().SequenceEqual(other.IsFlipped.AsSpan());

    public override int GetHashCode() => HashCode.Combine(FrameAxis[0], FrameAxis[1], IsFlipped[0], IsFlipped[1], IsFlipped[2]);
}
