using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>
/// Tensors in Torch's own memory. <c>torch.tensor(array)</c> may wrap the managed array where it lies, at any alignment, and
/// the last digits of a matrix product depend on alignment: two equal trainings then differ.
/// </summary>
internal static class TorchTensor
{
    /// <returns>A new tensor; the caller's dispose scope frees it.</returns>
    public static Tensor Of(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        var copy = empty(shape, dtype: ScalarType.Float32);
        MemoryMarshal.AsBytes(values).CopyTo(copy.bytes);
        return copy.to(device).MoveToOuterDisposeScope();
    }

    /// <summary>The values of a contiguous float32 tensor in the machine's memory, where they lie.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Where its values begin, as a number.</summary>
    public static unsafe nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
