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
}
