using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static AxSpa.Models.ClinicalNet.FloatVectors;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// What else lies between the matrix products of a training step, each a single pass: normalisation together with ReLU, dropout, and their gradients.
/// </summary>
/// <remarks>The same bits as Torch's operations one after the other; see <see cref="BatchNormKernels"/>.</remarks>
internal static class FusedKernels
{
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

    // As the instruction max(0, x): what is not a number stays so.
    private static Vector<float> Relu(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(default, x), default, x);

    private static float Relu(float x) => 0 > x ? 0 : x;
}
