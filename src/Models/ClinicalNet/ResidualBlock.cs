using AxSpa.Models.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ClinicalNet;

/// <summary>Two fully connected layers with batch norm, and a projection around them where the widths differ.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>, IResidualBlock
{
    // Field names become the names of the weights. No biases before batch norm: it subtracts them again, so their
    // gradients are rounding noise, which Adam would scale up to full steps.
    private readonly Linear fc1, fc2;
    private readonly BatchNorm1d bn1, bn2;
    private readonly Sequential? shortcut;

    public ResidualBlock(int input, int output) : base(nameof(ResidualBlock))
    {
        fc1 = Linear(input, output, hasBias: false);
        bn1 = BatchNorm1d(output);
        fc2 = Linear(output, output, hasBias: false);
        bn2 = BatchNorm1d(output);
        shortcut = input == output ? null : Sequential(("0", Linear(input, output, hasBias: false)), ("1", BatchNorm1d(output)));
        RegisterComponents();
    }

    public Parameter BranchScale => bn2.weight;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(fc1.call(input)).relu_();
        x = bn2.call(fc2.call(x));
        return x.add_(shortcut?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }
}
