using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ClinicalNet;

/// <summary>The oracle is the network itself, asked about a copy of the row.</summary>
public sealed class FrozenRowTests
{
    public FrozenRowTests() =>
        Assert.SkipUnless(FrozenRow.Suits(CPU), "This processor has no fused multiply-add; rows go through the network's modules here.");

    [Theory]
    [InlineData(21, 64, 128, 256, 128)]
    [InlineData(9, 64, 64)]
    [InlineData(1, 1)]
    [InlineData(30, 5, 17, 17, 33)]
    public void A_row_gets_the_bits_that_the_network_gives_it(int features, params int[] hidden)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Trained(features, hidden);
        using var row = new FrozenRow(network);
        var table = randn(50, features);

        for (var i = 0; i < 50; i++)
            Assert.Equal(network.call(table.narrow(0, i, 1).clone()).item<float>(), row.Logit(table.narrow(0, i, 1)));
    }

    [Fact]
    public void A_value_that_is_no_number_gives_none()
    {
        using var scope = NewDisposeScope();
        using var network = Trained(3, [4, 8]);
        using var row = new FrozenRow(network);

        Assert.True(float.IsNaN(row.Logit(full(1, 3, float.NaN))));
    }

    [Fact]
    public void Every_tensor_of_it_is_freed_with_it()
    {
        using var scope = NewDisposeScope();
        using var network = Trained(3, [4, 8]);
        var input = randn(1, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var row = new FrozenRow(network))
            row.Logit(input);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static ClinicalNetwork Trained(int features, int[] hidden)
    {
        var network = new ClinicalNetwork(features, hidden, 0.5);
        InitialWeights.Draw(network, 2);
        manual_seed(3);
        using (no_grad())
            foreach (var (name, values) in network.state_dict())
                if (name.Contains("bn", StringComparison.Ordinal) && values.is_floating_point())
                    values.uniform_(0.4, 1.6);
        network.eval();
        return network;
    }
}
