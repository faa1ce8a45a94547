using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>A <see cref="ResidualBlock"/> in training, for batches of one length.</summary>
internal sealed class FusedBlock : IDisposable
{
    private readonly FusedLayer _first, _second;
    private readonly Tensor _inner, _innerGradient;
    private readonly bool _projects;
    private readonly int _width;

    public FusedBlock(ResidualBlock block, int rows)
    {
        _first = new FusedLayer(block.First, block.FirstNorm, rows);
        _second = new FusedLayer(block.Second, block.SecondNorm, rows);
        (_width, _projects) = (_second.Width, block.Projects);
        _inner = Buffer();
        _innerGradient = Buffer();
        Output = Buffer();
        OutputGradient = Buffer();

        Tensor Buffer() => empty(rows, _width).DetachFromDisposeScope();
    }

    /// <summary>[rows, width].</summary>
    public Tensor Output { get; }

    /// <summary>[rows, width]: to be filled before <see cref="Backward"/>, which changes it.</summary>
    public Tensor OutputGradient { get; }

    public void Forward(Tensor input) => FusedForward.Block(_first, _second, _projects, input, _inner, Output);

    /// <param name="input">What <see cref="Forward"/> was given.</param>
    /// <param name="inputGradient">Is filled.</param>
    public void Backward(Tensor input, Tensor inputGradient)
    {
        var gradient = TorchTensor.Floats(OutputGradient);
        FusedKernels.PassRelu(gradient, TorchTensor.Floats(Output), gradient, _width, _width);
        gradient.CopyTo(TorchTensor.Floats(_second.Gradient));
        _second.Backward(_inner, _innerGradient);

        var first = TorchTensor.Floats(_first.Gradient);
        FusedKernels.PassRelu(TorchTensor.Floats(_innerGradient), TorchTensor.Floats(_inner), first, _first.Width, _width);
        if (_projects)
            for (var row = 0; row < gradient.Length; row += _width)
                gradient.Slice(row, _width).CopyTo(first.Slice(2 * row + _width, _width));
        _first.Backward(input, inputGradient);
        if (!_projects)
            FusedKernels.Add(TorchTensor.Floats(inputGradient), gradient);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        foreach (var tensor in (Tensor[])[_inner, _innerGradient, Output, OutputGradient])
            tensor.Dispose();
    }
}
