using AxSpa.Models.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ResNet3D;

/// <summary>1×1×1 down, 3×3×3, 1×1×1 up to four times the channels, and a shortcut (depths 50 and 101).</summary>
/// <remarks>The stride sits on the 3×3×3 convolution, as in torchvision ("ResNet v1.5"), so that no voxel is skipped.</remarks>
internal sealed class Bottleneck3D : Module<Tensor, Tensor>, IResidualBlock
{
    // Field names become the names of the weights, and these are torchvision's.
    private readonly Conv3d conv1, conv2, conv3;
    private readonly BatchNorm3d bn1, bn2, bn3;
    private readonly Sequential? downsample;

    public Bottleneck3D(int input, int planes, int stride) : base(nameof(Bottleneck3D))
    {
        conv1 = Conv3d(input, planes, 1, bias: false);
        bn1 = BatchNorm3d(planes);
        conv2 = Conv3d(planes, planes, 3, stride, 1, bias: false);
        bn2 = BatchNorm3d(planes);
        conv3 = Conv3d(planes, planes * 4, 1, bias: false);
        bn3 = BatchNorm3d(planes * 4);
        downsample = Shortcut3D.Of(input, planes * 4, stride);
        RegisterComponents();
    }

    public Parameter BranchScale => bn3.weight;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(conv1.call(input)).relu_();
        x = bn2.call(conv2.call(x)).relu_();
        x = bn3.call(conv3.call(x));
        return x.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }
}
