using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static AxSpa.Models.ClinicalNet.FloatVectors;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// Batch norm over the rows of a matrix in training, and its gradients. Matrices are row after row; what there is of each column is a vector.
/// </summary>
/// <remarks>
/// Operation for operation what Torch's kernels do on one thread (ATen/native/cpu/batch_norm_kernel.cpp, channels last), the multiply-adds
/// that its compiler fuses included, so that the results are the same bits; tests/Models.Tests/ClinicalNet/FusedStepTests.cs compares them.
/// Each method is compiled well at once: a short training would be over before the runtime had found out which of them are worth it.
/// </remarks>
internal static class BatchNormKernels
{
    /// <summary>Mean of each column, and the sum of squared distances from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(ReadOnlySpan<float> values, Span<float> mean, Span<float> squares)
    {
        var (width, rows) = (mean.Length, values.Length / mean.Length);
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var m = ref MemoryMarshal.GetReference(mean);
        ref var s = ref MemoryMarshal.GetReference(squares);
        // The columns of a few vectors at a time, from the first row to the last: both passes find them in the nearest cache.
        var c = 0;
        for (; c <= width - 4 * Lanes; c += 4 * Lanes)
        {
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var at = c; at < values.Length; at += width)
            {
                sum0 += Load(ref x, at);
                sum1 += Load(ref x, at + Lanes);
                sum2 += Load(ref x, at + 2 * Lanes);
                sum3 += Load(ref x, at + 3 * Lanes);
            }
            var (mean0, mean1, mean2, mean3) = (Divided(sum0, rows), Divided(sum1, rows), Divided(sum2, rows), Divided(sum3, rows));
            Vector<float> square0 = default, square1 = default, square2 = default, square3 = default;
            for (var at = c; at < values.Length; at += width)
            {
                square0 = AddSquare(Load(ref x, at) - mean0, square0);
                square1 = AddSquare(Load(ref x, at + Lanes) - mean1, square1);
                square2 = AddSquare(Load(ref x, at + 2 * Lanes) - mean2, square2);
                square3 = AddSquare(Load(ref x, at + 3 * Lanes) - mean3, square3);
            }
            Store(mean0, ref m, c);
            Store(mean1, ref m, c + Lanes);
            Store(mean2, ref m, c + 2 * Lanes);
            Store(mean3, ref m, c + 3 * Lanes);
            Store(square0, ref s, c);
            Store(square1, ref s, c + Lanes);
            Store(square2, ref s, c + 2 * Lanes);
            Store(square3, ref s, c + 3 * Lanes);
        }
        for (; c < width; c++)
        {
            float sum = 0, square = 0;
            for (var at = c; at < values.Length; at += width)
                sum += values[at];
            mean[c] = (float)((double)sum / rows);
            for (var at = c; at < values.Length; at += width)
                square = MathF.FusedMultiplyAdd(values[at] - mean[c], values[at] - mean[c], square);
            squares[c] = square;
        }
    }

    /// <summary>
    /// What batch norm does to each column, from its moments over a batch of <paramref name="rows"/>: values · scale + shift. The inverted deviation and the
    /// running variance are computed in double precision and rounded once, as Torch does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalisation(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> squares, int rows, double epsilon, float momentum, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> runningMean, Span<float> runningVariance, Span<float> invertedDeviation, Span<float> scale, Span<float> shift)
    {
        ref var m = ref MemoryMarshal.GetReference(mean);
        ref var s = ref MemoryMarshal.GetReference(squares);
        ref var w = ref MemoryMarshal.GetReference(weight);
        ref var b = ref MemoryMarshal.GetReference(bias);
        ref var rm = ref MemoryMarshal.GetReference(runningMean);
        ref var rv = ref MemoryMarshal.GetReference(runningVariance);
        ref var d = ref MemoryMarshal.GetReference(invertedDeviation);
        ref var scaled = ref MemoryMarshal.GetReference(scale);
        ref var shifted = ref MemoryMarshal.GetReference(shift);
        var (count, fewer) = (new Vector<float>(rows), new Vector<float>(rows - 1));
        var (added, kept) = (new Vector<float>(momentum), new Vector<float>(1 - momentum));
        var (addedExactly, tiny) = (new Vector<double>(momentum), new Vector<double>(epsilon));
        var c = 0;
        for (; c <= mean.Length - Lanes; c += Lanes)
        {
            var (average, square) = (Load(ref m, c), Load(ref s, c));
            Vector.Widen(square / count, out var low, out var high);
            var inverted = Vector.Narrow(Vector<double>.One / Vector.SquareRoot(low + tiny), Vector<double>.One / Vector.SquareRoot(high + tiny));
            Store(added * average + kept * Load(ref rm, c), ref rm, c);
            Vector.Widen(square / fewer, out low, out high);
            Vector.Widen(kept * Load(ref rv, c), out var keptLow, out var keptHigh);
            Store(Vector.Narrow(addedExactly * low + keptLow, addedExactly * high + keptHigh), ref rv, c);
            var factor = inverted * Load(ref w, c);
            Store(inverted, ref d, c);
            Store(factor, ref scaled, c);
            Store(Vector.FusedMultiplyAdd(-average, factor, Load(ref b, c)), ref shifted, c);
        }
        for (; c < mean.Length; c++)
        {
            invertedDeviation[c] = (float)(1 / Math.Sqrt((double)(squares[c] / rows) + epsilon));
            runningMean[c] = momentum * mean[c] + (1 - momentum) * runningMean[c];
            runningVariance[c] = (float)(momentum * (double)(squares[c] / (rows - 1)) + (1 - momentum) * runningVariance[c]);
            scale[c] = invertedDeviation[c] * weight[c];
            shift[c] = MathF.FusedMultiplyAdd(-mean[c], scale[c], bias[c]);
        }
    }

    /// <summary>Of each column: the sum of the gradient, and its product with the distance of the values from their mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientMoments(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> values, ReadOnlySpan<float> mean, Span<float> sums, Span<float> products)
    {
        var width = mean.Length;
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var m = ref MemoryMarshal.GetReference(mean);
        ref var s = ref MemoryMarshal.GetReference(sums);
        ref var p = ref MemoryMarshal.GetReference(products);
        var c = 0;
        for (; c <= width - 4 * Lanes; c += 4 * Lanes)
        {
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            Vector<float> product0 = default, product1 = default, product2 = default, product3 = default;
            var (mean0, mean1, mean2, mean3) = (Load(ref m, c), Load(ref m, c + Lanes), Load(ref m, c + 2 * Lanes), Load(ref m, c + 3 * Lanes));
            for (var at = c; at < gradient.Length; at += width)
            {
                var (g0, g1, g2, g3) = (Load(ref g, at), Load(ref g, at + Lanes), Load(ref g, at + 2 * Lanes), Load(ref g, at + 3 * Lanes));
                sum0 += g0;
                sum1 += g1;
                sum2 += g2;
                sum3 += g3;
                product0 = Vector.FusedMultiplyAdd(Load(ref x, at) - mean0, g0, product0);
                product1 = Vector.FusedMultiplyAdd(Load(ref x, at + Lanes) - mean1, g1, product1);
                product2 = Vector.FusedMultiplyAdd(Load(ref x, at + 2 * Lanes) - mean2, g2, product2);
                product3 = Vector.FusedMultiplyAdd(Load(ref x, at + 3 * Lanes) - mean3, g3, product3);
            }
            Store(sum0, ref s, c);
            Store(sum1, ref s, c + Lanes);
            Store(sum2, ref s, c + 2 * Lanes);
            Store(sum3, ref s, c + 3 * Lanes);
            Store(product0, ref p, c);
            Store(product1, ref p, c + Lanes);
            Store(product2, ref p, c + 2 * Lanes);
            Store(product3, ref p, c + 3 * Lanes);
        }
        for (; c < width; c++)
        {
            float sum = 0, product = 0;
            for (var at = c; at < gradient.Length; at += width)
            {
                sum += gradient[at];
                product = MathF.FusedMultiplyAdd(values[at] - mean[c], gradient[at], product);
            }
            (sums[c], products[c]) = (sum, product);
        }
    }

    /// <summary>
    /// The gradient of batch norm's weight, and in place what <see cref="PassBatchNorm"/> asks for: how the gradient falls with the distance from the mean, and
    /// its mean.
    /// </summary>
    /// <param name="products">Of each column, from <see cref="GradientMoments"/>, as <paramref name="sums"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient(Span<float> products, Span<float> sums, ReadOnlySpan<float> invertedDeviation, int rows, Span<float> gradient)
    {
        ref var p = ref MemoryMarshal.GetReference(products);
        ref var s = ref MemoryMarshal.GetReference(sums);
        ref var d = ref MemoryMarshal.GetReference(invertedDeviation);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var count = new Vector<float>(rows);
        var c = 0;
        for (; c <= sums.Length - Lanes; c += Lanes)
        {
            var deviation = Load(ref d, c);
            var once = Load(ref p, c) * deviation;
            Store(once, ref g, c);
            Store(once * deviation / count, ref p, c);
            Store(Load(ref s, c) / count, ref s, c);
        }
        for (; c < sums.Length; c++)
        {
            gradient[c] = products[c] * invertedDeviation[c];
            products[c] = gradient[c] * invertedDeviation[c] / rows;
            sums[c] /= rows;
        }
    }

    /// <summary>Turns the gradient of what batch norm gave into that of what it was given.</summary>
    /// <param name="gradient">[rows, width], changed in place.</param>
    /// <param name="slope">Of each column: how the gradient falls with the distance from the mean.</param>
    /// <param name="offset">Of each column: the gradient's mean.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PassBatchNorm(
        Span<float> gradient, ReadOnlySpan<float> values, ReadOnlySpan<float> mean, ReadOnlySpan<float> slope, ReadOnlySpan<float> offset,
        ReadOnlySpan<float> invertedDeviation, ReadOnlySpan<float> weight)
    {
        var width = mean.Length;
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var m = ref MemoryMarshal.GetReference(mean);
        ref var k = ref MemoryMarshal.GetReference(slope);
        ref var o = ref MemoryMarshal.GetReference(offset);
        ref var d = ref MemoryMarshal.GetReference(invertedDeviation);
        ref var w = ref MemoryMarshal.GetReference(weight);
        for (var row = 0; row < gradient.Length; row += width)
        {
            var c = 0;
            for (; c <= width - Lanes; c += Lanes)
            {
                var left = Vector.FusedMultiplyAdd(Load(ref m, c) - Load(ref x, row + c), Load(ref k, c), Load(ref g, row + c) - Load(ref o, c));
                Store(left * Load(ref d, c) * Load(ref w, c), ref g, row + c);
            }
            for (; c < width; c++)
            {
                var left = MathF.FusedMultiplyAdd(mean[c] - values[row + c], slope[c], gradient[row + c] - offset[c]);
                gradient[row + c] = left * invertedDeviation[c] * weight[c];
            }
        }
    }

    private static Vector<float> AddSquare(Vector<float> distance, Vector<float> sum) => Vector.FusedMultiplyAdd(distance, distance, sum);

    // Divided in double precision and rounded once, as Torch does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Divided(Vector<float> sum, int rows)
    {
        Vector.Widen(sum, out var low, out var high);
        var count = new Vector<double>(rows);
        return Vector.Narrow(low / count, high / count);
    }
}
