using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Training;

public sealed class FlatAdamTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1e-2)]
    [InlineData(false, 1e-2)]
    public void Twenty_steps_equal_those_of_torch_optim_Adam(bool vectorised, double weightDecay)
    {
        using var scope = NewDisposeScope();
        using var ours = Network();
        using var theirs = Network();
        using var flat = new FlatAdam(ours, 1e-3, weightDecay, vectorised);
        using var reference = optim.Adam(theirs.parameters(), 1e-3, weight_decay: weightDecay);
        for (var step = 0; step < 20; step++)
        {
            flat.ClearGradients();
            reference.zero_grad();
            foreach (var (mine, other) in ours.parameters().Zip(theirs.parameters()))
            {
                // Equal gradients of mixed size and sign: those of the networks themselves part by rounding noise.
                var gradient = randn(other.shape) * Math.Pow(10, step % 4 - 2);
                mine.grad!.copy_(gradient);
                other.grad = gradient;
            }
            flat.Step();
            reference.step();
        }

        foreach (var (mine, other) in ours.parameters().Zip(theirs.parameters()))
            Assert.True((mine - other).abs().max().item<float>() < 2e-6);
    }

    [Fact]
    public void Backward_adds_into_the_flat_gradients()
    {
        using var scope = NewDisposeScope();
        using var ours = Network();
        using var theirs = Network();
        using var flat = new FlatAdam(ours, 1e-3, 0);
        var input = randn(8, 5);

        ours.call(input).sum().backward();
        theirs.call(input).sum().backward();

        foreach (var (mine, other) in ours.parameters().Zip(theirs.parameters()))
            Assert.True((mine.grad! - other.grad!).abs().max().item<float>() < 1e-6);
        flat.ClearGradients();
        Assert.All(ours.parameters(), parameter => Assert.Equal(0f, parameter.grad!.abs().sum().item<float>()));
    }

    private static ClinicalNetwork Network()
    {
        var network = new ClinicalNetwork(5, [8, 16], 0);
        InitialWeights.Draw(network, 3);
        return network;
    }
}
