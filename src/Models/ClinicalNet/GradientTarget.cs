using AxSpa.Models.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// Where the gradient of a matrix goes: its part of the flat gradients (<see cref="FlatAdam"/>). The last digits of a product depend on the
/// alignment of its result; so where that part begins in the midst of a cache line, the product is written elsewhere and copied.
/// </summary>
internal sealed class GradientTarget : IDisposable
{
    private const int Alignment = 64;   // of Torch's own allocations, in bytes

    private readonly Tensor _gradient, _result;
    private readonly bool _aligned;

    public GradientTarget(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        _gradient = parameter.grad!.detach().DetachFromDisposeScope();
        _aligned = TorchTensor.Address(_gradient) % Alignment == 0;
        _result = _aligned ? _gradient : empty(_gradient.shape).DetachFromDisposeScope();
    }

    /// <summary>Makes it the product of two matrices.</summary>
    public void Product(Tensor left, Tensor right)
    {
        _result.addmm_(left, right, 0, 1);
        if (!_aligned)
            TorchTensor.Floats(_result).CopyTo(TorchTensor.Floats(_gradient));
    }

    public void Dispose()
    {
        _gradient.Dispose();
        _result.Dispose();
    }
}
