using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>Draws a network's first weights from a generator of its own, so that the process-wide one is not touched.</summary>
public static class InitialWeights
{
    /// <summary>
    /// Convolutions: normal with standard deviation √(2 / outgoing connections). Linear layers: uniform within ±1/√inputs.
    /// Batch norm: scale 1, shift 0; but scale 0 where it ends a residual branch, so that a deep network begins as a shallow
    /// one and learns from a few hundred scans. The same seed gives the same weights for one version of Torch.
    /// </summary>
    /// <remarks>
    /// He et al. 2015 (fan-out) as in torchvision's ResNet; PyTorch's own default for linear layers; Goyal et al. 2017,
    /// section 5.1, for the residual branches.
    /// </remarks>
    public static void Draw(nn.Module network, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(seed);
        foreach (var module in network.modules())
            switch (module)
            {
                case Conv3d convolution:
                    var weight = convolution.weight;
                    var outgoing = weight.shape[0] * weight.shape[2] * weight.shape[3] * weight.shape[4];
                    weight.normal_(0, Math.Sqrt(2.0 / outgoing), generator);
                    break;
                case Linear linear:
                    var bound = 1 / Math.Sqrt(linear.weight.shape[1]);
                    linear.weight.uniform_(-bound, bound, generator);
                    linear.bias?.uniform_(-bound, bound, generator);
                    break;
                case BatchNorm1d or BatchNorm3d:
                    foreach (var (name, parameter) in module.named_parameters())
                        parameter.fill_(name == "weight" ? 1 : 0);
                    break;
            }
        foreach (var block in network.modules().OfType<IResidualBlock>())
            block.BranchScale.fill_(0);
    }
}
