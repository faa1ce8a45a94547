using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ResNet3D;

/// <summary>The way around a block: nothing where shapes agree, else a 1×1×1 convolution with batch norm.</summary>
internal static class Shortcut3D
{
    public static Sequential? Of(int input, int output, int stride) => stride == 1 && input == output ? null
        : Sequential(("0", Conv3d(input, output, 1, stride, bias: false)), ("1", BatchNorm3d(output)));
}
