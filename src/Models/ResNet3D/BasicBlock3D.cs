using AxSpa.Models.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ResNet3D;

/// <summary>Two 3×3×3 convolutions and a shortcut (depths 10, 18 and 34).</summary>
internal sealed class BasicBlock3D : Module<Tensor, Tensor>, IResidualBlock
{
    // Field names become the names of the weights, and these are torchvision's.
    private readonly Conv3d conv1, conv2;
    private readonly BatchNorm3d bn1, bn2;
    private readonly Sequential? downsample;

    public BasicBlock3D(int input, int planes, int stride) : base(nameof(BasicBlock3D))
    {
        conv1 = Conv3d(input, planes, 3, stride, 1, bias: false);
        bn1 = BatchNorm3d(planes);
        conv2 = Conv3d(planes, planes, 3, 1, 1, bias: false);
        bn2 = BatchNorm3d(planes);
        downsample = Shortcut3D.Of(input, planes, stride);
        RegisterComponents();
    }

    public Parameter BranchScale => bn2.weight;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(conv1.call(input)).relu_();
        x = bn2.call(conv2.call(x));
        return x.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }
}
