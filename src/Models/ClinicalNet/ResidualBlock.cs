using AxSpa.Models.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ClinicalNet;

/// <summary>Two fully connected layers with batch norm, and a projection around them where the widths differ.</summary>
/// <remarks>
/// The projection reads what the first layer reads, so both are one matrix product and one batch norm of twice the width: a training
/// step is a quarter shorter.
/// </remarks>
internal sealed class ResidualBlock : Module<Tensor, Tensor>, IResidualBlock
{
    // Field names become the names of the weights. No biases before batch norm: it subtracts them again, so their
    // gradients are rounding noise, which Adam would scale up to full steps.
    private readonly Linear fc1, fc2;
    private readonly BatchNorm1d bn1, bn2;
    private readonly int _width;
    private readonly bool _projects;

    public ResidualBlock(int input, int output) : base(nameof(ResidualBlock))
    {
        (_width, _projects) = (output, input != output);
        var first = _projects ? 2 * output : output;
        fc1 = Linear(input, first, hasBias: false);
        bn1 = BatchNorm1d(first);
        fc2 = Linear(output, output, hasBias: false);
        bn2 = BatchNorm1d(output);
        RegisterComponents();
    }

    public Parameter BranchScale => bn2.weight;

    /// <summary>The layer of which the second half of the columns is the projection, where there is one.</summary>
    public Linear First => fc1;
    public BatchNorm1d FirstNorm => bn1;
    public Linear Second => fc2;
    public BatchNorm1d SecondNorm => bn2;
    public bool Projects => _projects;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (x, around) = (bn1.call(fc1.call(input)), input);
        if (_projects && x.split(_width, dim: 1) is [var branch, var projection])
            (x, around) = (branch, projection);
        x = bn2.call(fc2.call(x.relu()));
        return x.add_(around).relu_().MoveToOuterDisposeScope();
    }
}
