using System.Runtime.InteropServices;
using AxSpa.Models.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>A linear layer without bias and the batch norm behind it, in training, for batches of one length.</summary>
/// <remarks>What batch norm gives is not kept: whoever reads it scales and shifts the product on the way.</remarks>
internal sealed class FusedLayer : INormalisedProduct
{
    private readonly Tensor _weight, _weightTransposed;
    private readonly BatchNorm1d _norm;
    private readonly Tensor _scale, _scaleGradient, _shift, _shiftGradient, _gradientTransposed;
    private readonly GradientTarget _weightGradient;
    private readonly float[] _mean, _squares, _invertedDeviation, _sums, _products;
    private readonly int _rows;

    /// <param name="linear">Its parameters already laid out by <see cref="FlatAdam"/>, as those of <paramref name="norm"/>.</param>
    /// <param name="rows">Length of the batches.</param>
    public FusedLayer(Linear linear, BatchNorm1d norm, int rows)
    {
        using var scope = NewDisposeScope();
        (_norm, _rows, Width) = (norm, rows, (int)norm.num_features);
        _weight = linear.weight!.detach().DetachFromDisposeScope();
        _weightTransposed = _weight.t().DetachFromDisposeScope();
        _weightGradient = new GradientTarget(linear.weight!);
        (_scale, _shift) = (norm.weight!.detach().DetachFromDisposeScope(), norm.bias!.detach().DetachFromDisposeScope());
        (_scaleGradient, _shiftGradient) = (norm.weight!.grad!.detach().DetachFromDisposeScope(), norm.bias!.grad!.detach().DetachFromDisposeScope());
        Product = empty(rows, Width).DetachFromDisposeScope();
        Gradient = empty(rows, Width).DetachFromDisposeScope();
        _gradientTransposed = Gradient.t().DetachFromDisposeScope();
        (_mean, _squares, _invertedDeviation) = (new float[Width], new float[Width], new float[Width]);
        (_sums, _products) = (new float[Width], new float[Width]);
        (Scale, Shift) = (new float[Width], new float[Width]);
    }

    public int Width { get; }

    public Tensor Product { get; }

    /// <summary>[rows, width]: to be filled with the gradient of what batch norm gives; after <see cref="Backward"/> that of <see cref="Product"/>.</summary>
    public Tensor Gradient { get; }

    public float[] Scale { get; }

    public float[] Shift { get; }

    /// <summary>Computes <see cref="Product"/>, <see cref="Scale"/> and <see cref="Shift"/>, and notes the batch in the running moments.</summary>
    public void Forward(Tensor input)
    {
        Product.addmm_(input, _weightTransposed, 0, 1);
        BatchNormKernels.Moments(TorchTensor.Floats(Product), _mean, _squares);
        BatchNormKernels.Normalisation(
            _mean, _squares, _rows, _norm.eps, (float)_norm.momentum!.Value, TorchTensor.Floats(_scale), TorchTensor.Floats(_shift),
            TorchTensor.Floats(_norm.running_mean!), TorchTensor.Floats(_norm.running_var!), _invertedDeviation, Scale, Shift);
        MemoryMarshal.Cast<byte, long>(_norm.num_batches_tracked!.bytes)[0]++;
    }

    /// <summary>From <see cref="Gradient"/> to those of the parameters and of the input.</summary>
    /// <param name="input">What <see cref="Forward"/> was given.</param>
    /// <param name="inputGradient">As long as the input; null where nobody asks for it.</param>
    public void Backward(Tensor input, Tensor? inputGradient)
    {
        var gradient = TorchTensor.Floats(Gradient);
        var product = TorchTensor.Floats(Product);
        BatchNormKernels.GradientMoments(gradient, product, _mean, _sums, _products);
        _sums.CopyTo(TorchTensor.Floats(_shiftGradient));
        BatchNormKernels.WeightGradient(_products, _sums, _invertedDeviation, _rows, TorchTensor.Floats(_scaleGradient));
        BatchNormKernels.PassBatchNorm(gradient, product, _mean, _products, _sums, _invertedDeviation, TorchTensor.Floats(_scale));
        _weightGradient.Product(_gradientTransposed, input);
        inputGradient?.addmm_(Gradient, _weight, 0, 1);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_weight, _weightTransposed, _scale, _scaleGradient, _shift, _shiftGradient, _gradientTransposed,
            Product, Gradient])
            tensor.Dispose();
        _weightGradient.Dispose();
    }
}
