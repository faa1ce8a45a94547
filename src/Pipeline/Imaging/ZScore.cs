using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Shifts and scales a volume to mean 0 and population standard deviation 1.</summary>
internal static class ZScore
{
    /// <summary>In place, over a box of the volume; what lies outside the box (padding) neither counts nor changes.</summary>
    /// <param name="voxels">z slowest, x fastest.</param>
    /// <returns>Mean and standard deviation before. A standard deviation of 0 leaves the volume as it was.</returns>
    public static (double Mean, double StandardDeviation) Apply(
        Span<float> voxels, ImmutableArray<int> size, ImmutableArray<int> from, ImmutableArray<int> to)
    {
        var count = (double)(to[0] - from[0]) * (to[1] - from[1]) * (to[2] - from[2]);
        var box = new Rows(size, from, to);
        var sum = 0.0;
        for (var r = 0; r < box.Count; r++)
            sum += Sum(box.Of(voxels, r), 0, squared: false);
        var mean = sum / count;
        var squares = 0.0;
        for (var r = 0; r < box.Count; r++)
            squares += Sum(box.Of(voxels, r), mean, squared: true);
        var deviation = Math.Sqrt(squares / count);
        if (deviation > 0 && double.IsFinite(deviation))
            for (var r = 0; r < box.Count; r++)
                Scale(box.Of(voxels, r), (float)mean, (float)(1 / deviation));
        return (mean, deviation);
    }

    /// <summary>
    /// Of the values less an offset, or of their squares. Fixed at 256 bits: the order of summation, and so the result, is the same on every machine.
    /// </summary>
    private static double Sum(ReadOnlySpan<float> row, double offset, bool squared)
    {
        var (total, n) = (Vector256<double>.Zero, 0);
        for (; n + Vector256<float>.Count <= row.Length; n += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(row[n..]));
            (low, high) = (low - Vector256.Create(offset), high - Vector256.Create(offset));
            total += squared ? low * low + high * high : low + high;
        }
        var sum = total[0] + total[1] + (total[2] + total[3]);
        for (; n < row.Length; n++)
            sum += squared ? (row[n] - offset) * (row[n] - offset) : row[n] - offset;
        return sum;
    }

    private static void Scale(Span<float> row, float mean, float factor)
    {
        var n = 0;
        for (; n + Vector256<float>.Count <= row.Length; n += Vector256<float>.Count)
            ((Vector256.Create<float>(row[n..]) - Vector256.Create(mean)) * factor).CopyTo(row[n..]);
        for (; n < row.Length; n++)
            row[n] = (row[n] - mean) * factor;
    }

    /// <summary>The rows along x of a box.</summary>
    private readonly struct Rows(ImmutableArray<int> size, ImmutableArray<int> from, ImmutableArray<int> to)
    {
        public int Count => (to[1] - from[1]) * (to[2] - from[2]);

        public Span<float> Of(Span<float> voxels, int row)
        {
            var (y, z) = (from[1] + row % (to[1] - from[1]), from[2] + row / (to[1] - from[1]));
            return voxels.Slice(from[0] + size[0] * (y + size[1] * z), to[0] - from[0]);
        }
    }
}
