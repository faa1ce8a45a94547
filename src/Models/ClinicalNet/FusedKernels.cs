using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// What lies between the matrix products of a training step, by vector instructions: batch norm over the rows of a matrix, ReLU, dropout, and their
/// gradients. Matrices are row after row; what there is of each column is a vector.
/// </summary>
/// <remarks>
/// Operation for operation what Torch's kernels do on one thread (ATen/native/cpu/batch_norm_kernel.cpp, channels last), the multiply-adds
/// that its compiler fuses included, so that the results are the same bits; tests/Models.Tests/ClinicalNet/FusedStepTests.cs compares them.
/// Each method is compiled well at once: a short training would be over before the runtime had found out which of them are worth it.
/// </remarks>
internal static class FusedKernels
{
    private static int Lanes => Vector<float>.Count;

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
        for (; c <= width - 2 * Lanes; c += 2 * Lanes)
        {
            Vector<float> sum0 = default, sum1 = default;
            for (var at = c; at < values.Length; at += width)
            {
                sum0 += Load(ref x, at);
                sum1 += Load(ref x, at + Lanes);
            }
            var (mean0, mean1) = (Divided(sum0, rows), Divided(sum1, rows));
            Vector<float> square0 = default, square1 = default;
            for (var at = c; at < values.Length; at += width)
            {
                var (from0, from1) = (Load(ref x, at) - mean0, Load(ref x, at + Lanes) - mean1);
                square0 = Vector.FusedMultiplyAdd(from0, from0, square0);
                square1 = Vector.FusedMultiplyAdd(from1, from1, square1);
            }
            Store(mean0, ref m, c);
            Store(mean1, ref m, c + Lanes);
            Store(square0, ref s, c);
            Store(square1, ref s, c + Lanes);
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

    /// <summary>ReLU of the first columns, normalised.</summary>
    /// <param name="values">[rows, stride].</param>
    /// <param name="result">[rows, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormaliseRelu(
        ReadOnlySpan<float> values, int stride, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> result, int width)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var a = ref MemoryMarshal.GetReference(scale);
        ref var b = ref MemoryMarshal.GetReference(shift);
        ref var y = ref MemoryMarshal.GetReference(result);
        for (int from = 0, to = 0; to < result.Length; from += stride, to += width)
        {
            var c = 0;
            for (; c <= width - Lanes; c += Lanes)
                Store(Relu(Vector.FusedMultiplyAdd(Load(ref x, from + c), Load(ref a, c), Load(ref b, c))), ref y, to + c);
            for (; c < width; c++)
                result[to + c] = Relu(MathF.FusedMultiplyAdd(values[from + c], scale[c], shift[c]));
        }
    }

    /// <summary>ReLU of a normalised branch and what goes around it.</summary>
    /// <param name="around">[rows, width].</param>
    /// <param name="result">[rows, width], as <paramref name="values"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormaliseAddRelu(
        ReadOnlySpan<float> values, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, ReadOnlySpan<float> around, Span<float> result, int width)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var a = ref MemoryMarshal.GetReference(scale);
        ref var b = ref MemoryMarshal.GetReference(shift);
        ref var z = ref MemoryMarshal.GetReference(around);
        ref var y = ref MemoryMarshal.GetReference(result);
        for (var row = 0; row < result.Length; row += width)
        {
            var c = 0;
            for (; c <= width - Lanes; c += Lanes)
                Store(Relu(Vector.FusedMultiplyAdd(Load(ref x, row + c), Load(ref a, c), Load(ref b, c)) + Load(ref z, row + c)), ref y, row + c);
            for (; c < width; c++)
                result[row + c] = Relu(MathF.FusedMultiplyAdd(values[row + c], scale[c], shift[c]) + around[row + c]);
        }
    }

    /// <summary>The same where a projection goes around: the second half of the columns of <paramref name="joint"/>, normalised too.</summary>
    /// <param name="joint">[rows, 2 · width], with its scale and shift.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormaliseProjectRelu(
        ReadOnlySpan<float> values, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift,
        ReadOnlySpan<float> joint, ReadOnlySpan<float> jointScale, ReadOnlySpan<float> jointShift, Span<float> result, int width)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var a = ref MemoryMarshal.GetReference(scale);
        ref var b = ref MemoryMarshal.GetReference(shift);
        ref var z = ref MemoryMarshal.GetReference(joint);
        ref var za = ref MemoryMarshal.GetReference(jointScale);
        ref var zb = ref MemoryMarshal.GetReference(jointShift);
        ref var y = ref MemoryMarshal.GetReference(result);
        for (int row = 0, from = width; row < result.Length; row += width, from += 2 * width)
        {
            var c = 0;
            for (; c <= width - Lanes; c += Lanes)
                Store(
                    Relu(Vector.FusedMultiplyAdd(Load(ref x, row + c), Load(ref a, c), Load(ref b, c))
                        + Vector.FusedMultiplyAdd(Load(ref z, from + c), Load(ref za, width + c), Load(ref zb, width + c))),
                    ref y, row + c);
            for (; c < width; c++)
                result[row + c] = Relu(MathF.FusedMultiplyAdd(values[row + c], scale[c], shift[c])
                    + MathF.FusedMultiplyAdd(joint[from + c], jointScale[width + c], jointShift[width + c]));
        }
    }

    /// <summary>What of a gradient passes ReLU: nothing where its result is not positive.</summary>
    /// <param name="activation">[rows, width]: what ReLU gave.</param>
    /// <param name="gradient">[rows, width].</param>
    /// <param name="result">[rows, stride], of which these columns are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PassRelu(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> activation, Span<float> result, int stride, int width)
    {
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var y = ref MemoryMarshal.GetReference(activation);
        ref var r = ref MemoryMarshal.GetReference(result);
        for (int from = 0, to = 0; from < gradient.Length; from += width, to += stride)
        {
            var c = 0;
            for (; c <= width - Lanes; c += Lanes)
                Store(Vector.ConditionalSelect(Vector.LessThanOrEqual(Load(ref y, from + c), default), default, Load(ref g, from + c)), ref r, to + c);
            for (; c < width; c++)
                result[to + c] = activation[from + c] <= 0 ? 0 : gradient[from + c];
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
        for (; c <= width - 2 * Lanes; c += 2 * Lanes)
        {
            Vector<float> sum0 = default, sum1 = default, product0 = default, product1 = default;
            var (mean0, mean1) = (Load(ref m, c), Load(ref m, c + Lanes));
            for (var at = c; at < gradient.Length; at += width)
            {
                var (g0, g1) = (Load(ref g, at), Load(ref g, at + Lanes));
                sum0 += g0;
                sum1 += g1;
                product0 = Vector.FusedMultiplyAdd(Load(ref x, at) - mean0, g0, product0);
                product1 = Vector.FusedMultiplyAdd(Load(ref x, at + Lanes) - mean1, g1, product1);
            }
            Store(sum0, ref s, c);
            Store(sum1, ref s, c + Lanes);
            Store(product0, ref p, c);
            Store(product1, ref p, c + Lanes);
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

    /// <summary>Adds <paramref name="addend"/> to <paramref name="sum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> sum, ReadOnlySpan<float> addend)
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var a = ref MemoryMarshal.GetReference(addend);
        var i = 0;
        for (; i <= addend.Length - Lanes; i += Lanes)
            Store(Load(ref s, i) + Load(ref a, i), ref s, i);
        for (; i < addend.Length; i++)
            sum[i] += addend[i];
    }

    /// <summary>Multiplies <paramref name="values"/> by <paramref name="factors"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<float> values, ReadOnlySpan<float> factors)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var f = ref MemoryMarshal.GetReference(factors);
        var i = 0;
        for (; i <= factors.Length - Lanes; i += Lanes)
            Store(Load(ref x, i) * Load(ref f, i), ref x, i);
        for (; i < factors.Length; i++)
            values[i] *= factors[i];
    }

    /// <summary>Dropout: uniform draws become what each input is multiplied with, 0 or <paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drop(Span<float> draws, float fraction, float scale, ReadOnlySpan<float> values, Span<float> result)
    {
        ref var u = ref MemoryMarshal.GetReference(draws);
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var y = ref MemoryMarshal.GetReference(result);
        var (least, kept) = (new Vector<float>(fraction), new Vector<float>(scale));
        var i = 0;
        for (; i <= draws.Length - Lanes; i += Lanes)
        {
            var factor = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(Load(ref u, i), least), kept, default);
            Store(factor, ref u, i);
            Store(Load(ref x, i) * factor, ref y, i);
        }
        for (; i < draws.Length; i++)
        {
            draws[i] = draws[i] >= fraction ? scale : 0;
            result[i] = values[i] * draws[i];
        }
    }

    private static Vector<float> Load(ref float start, int at) => Vector.LoadUnsafe(ref start, (nuint)at);

    private static void Store(Vector<float> value, ref float start, int at) => value.StoreUnsafe(ref start, (nuint)at);

    // As the instruction max(0, x): what is not a number stays so.
    private static Vector<float> Relu(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(default, x), default, x);

    private static float Relu(float x) => 0 > x ? 0 : x;

    // Divided in double precision and rounded once, as Torch does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Divided(Vector<float> sum, int rows)
    {
        Vector.Widen(sum, out var low, out var high);
        var count = new Vector<double>(rows);
        return Vector.Narrow(low / count, high / count);
    }
}
