using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>A volume in RAS order: x to the right, y to the front, z up; x fastest, z slowest.</summary>
public sealed record OrientedVolume(ImmutableArray<int> Size, ImmutableArray<double> SpacingMm, float[] Values)
{
    public float this[int x, int y, int z] => Values[x + Size[0] * (y + Size[1] * z)];

    /// <param name="stored">First stored index fastest.</param>
    public static OrientedVolume Of(FrameAxes axes, ImmutableArray<int> shape, ImmutableArray<double> spacingMm, ReadOnlySpan<float> stored)
    {
        var size = axes.Reorient(shape);
        int[] strides = [1, size[0], size[0] * size[1]];
        var values = new float[stored.Length];
        var n = 0;
        for (var k = 0; k < shape[2]; k++)
            for (var j = 0; j < shape[1]; j++)
                for (var i = 0; i < shape[0]; i++)
                    values[Along(0, i) + Along(1, j) + Along(2, k)] = stored[n++];
        return new OrientedVolume(size, [.. axes.StoredAxisOf.Select(axis => spacingMm[axis])], values);

        int Along(int axis, int index) => strides[axes.FrameAxis[axis]] * (axes.IsFlipped[axis] ? shape[axis] - 1 - index : index);
    }
}
