using AxSpa.Models.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>A linear layer without bias and the batch norm behind it, asked about one row at a time.</summary>
internal sealed class FrozenLayer : INormalisedProduct
{
    private readonly Tensor _weightTransposed;

    public FrozenLayer(Linear linear, BatchNorm1d norm)
    {
        using var scope = NewDisposeScope();
        Width = (int)norm.num_features;
        _weightTransposed = linear.weight!.detach().t().DetachFromDisposeScope();
        Product = empty(1, Width).DetachFromDisposeScope();
        (Scale, Shift) = (new float[Width], new float[Width]);
        var mean = TorchTensor.Floats(norm.running_mean!);
        var variance = TorchTensor.Floats(norm.running_var!);
        var weight = TorchTensor.Floats(norm.weight!);
        var bias = TorchTensor.Floats(norm.bias!);
        for (var c = 0; c < Width; c++)
        {
            Scale[c] = 1 / MathF.Sqrt(variance[c] + (float)norm.eps) * weight[c];
            Shift[c] = MathF.FusedMultiplyAdd(-mean[c], Scale[c], bias[c]);
        }
    }

    public int Width { get; }

    public Tensor Product { get; }

    public float[] Scale { get; }

    public float[] Shift { get; }

    public void Forward(Tensor input) => Product.addmm_(input, _weightTransposed, 0, 1);

    public void Dispose()
    {
        _weightTransposed.Dispose();
        Product.Dispose();
    }
}
