using System.Runtime.Intrinsics.X86;
using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// A <see cref="ClinicalNetwork"/> that learns no more, asked about one row after the other in memory of its own: a third of the time that its modules take,
/// and the same bits. Thousands of rows are asked about by themselves at the end of each fold (<see cref="Prediction"/>).
/// </summary>
internal sealed class FrozenRow : IDisposable
{
    private readonly FrozenLayer _stem;
    private readonly (FrozenLayer First, FrozenLayer Second, Tensor Inner, Tensor Output, bool Projects)[] _blocks;
    private readonly Tensor _input, _stemOutput, _headWeight, _headBias;

    /// <param name="network">As it is now: what it learns later is not seen.</param>
    public FrozenRow(ClinicalNetwork network)
    {
        using var scope = NewDisposeScope();
        _stem = new FrozenLayer(network.Stem, network.StemNorm);
        _blocks = [.. network.Blocks.Select(block =>
        {
            var second = new FrozenLayer(block.Second, block.SecondNorm);
            return (new FrozenLayer(block.First, block.FirstNorm), second, Row(second.Width), Row(second.Width), block.Projects);
        })];
        _input = Row(network.Stem.weight!.shape[1]);
        _stemOutput = Row(_stem.Width);
        _headWeight = network.Head.weight!.detach().DetachFromDisposeScope();
        _headBias = network.Head.bias!.detach().DetachFromDisposeScope();

        static Tensor Row(long width) => empty(1, width).DetachFromDisposeScope();
    }

    /// <summary>On processors whose multiply-adds are those of Torch's kernels.</summary>
    public static bool Suits(Device device) => device.type == TorchSharp.DeviceType.CPU && Avx2.IsSupported && Fma.IsSupported;

    /// <param name="row">[1, features].</param>
    public float Logit(Tensor row)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // A view into a table begins at any address, and the last digits of a product depend on alignment: a copy is aligned.
        TorchTensor.Floats(row).CopyTo(TorchTensor.Floats(_input));
        FusedForward.Layer(_stem, _input, _stemOutput, _stem.Width);
        var x = _stemOutput;
        foreach (var (first, second, inner, output, projects) in _blocks)
        {
            FusedForward.Block(first, second, projects, x, inner, output);
            x = output;
        }
        return TorchTensor.Floats(nn.functional.linear(x, _headWeight, _headBias))[0];
    }

    public void Dispose()
    {
        _stem.Dispose();
        foreach (var (first, second, inner, output, _) in _blocks)
            foreach (var part in (IDisposable[])[first, second, inner, output])
                part.Dispose();
        foreach (var tensor in (Tensor[])[_input, _stemOutput, _headWeight, _headBias])
            tensor.Dispose();
    }
}
