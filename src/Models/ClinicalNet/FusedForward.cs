using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>What a <see cref="ClinicalNetwork"/> does up to its head, the same in training and when it learns no more.</summary>
internal static class FusedForward
{
    /// <summary>A layer and ReLU of its first columns.</summary>
    /// <param name="output">[rows, width], is filled.</param>
    public static void Layer(INormalisedProduct layer, Tensor input, Tensor output, int width)
    {
        layer.Forward(input);
        FusedKernels.NormaliseRelu(TorchTensor.Floats(layer.Product), layer.Width, layer.Scale, layer.Shift, TorchTensor.Floats(output), width);
    }

    /// <summary>A <see cref="ResidualBlock"/>.</summary>
    /// <param name="inner">[rows, width of the second layer], is filled, as <paramref name="output"/>.</param>
    public static void Block(INormalisedProduct first, INormalisedProduct second, bool projects, Tensor input, Tensor inner, Tensor output)
    {
        Layer(first, input, inner, second.Width);
        second.Forward(inner);
        if (projects)
            FusedKernels.NormaliseProjectRelu(TorchTensor.Floats(second.Product), second.Scale, second.Shift,
                TorchTensor.Floats(first.Product), first.Scale, first.Shift, TorchTensor.Floats(output), second.Width);
        else
            FusedKernels.NormaliseAddRelu(
                TorchTensor.Floats(second.Product), second.Scale, second.Shift, TorchTensor.Floats(input), TorchTensor.Floats(output), second.Width);
    }
}
