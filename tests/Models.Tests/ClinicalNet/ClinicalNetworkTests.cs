using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Weights;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ClinicalNet;

public sealed class ClinicalNetworkTests
{
    [Fact]
    public void A_batch_of_rows_becomes_one_logit_each()
    {
        using var scope = NewDisposeScope();
        using var network = new ClinicalNetwork(21, [64, 128, 256, 128], 0.5);

        Assert.Equal([10, 1], network.call(randn(10, 21)).shape);
    }

    [Fact]
    public void Without_its_biases_before_batch_norm_it_has_the_peers_parameters()
    {
        using var network = new ClinicalNetwork(21, [64, 128, 256, 128], 0.5);
        var expected = 21 * 64 + 2 * 64 + 128 + 1;
        foreach (var (input, output) in ((int, int)[])[(64, 128), (128, 256), (256, 128)])
            expected += 2 * input * output + output * output + 3 * 2 * output;

        Assert.Equal(expected, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var network = new ClinicalNetwork(4, [8], 0.5);
        InitialWeights.Draw(network, 1);
        var input = randn(6, 4);

        network.train();
        Assert.False(network.call(input).bytes.SequenceEqual(network.call(input).bytes));
        network.eval();
        Assert.True(network.call(input).bytes.SequenceEqual(network.call(input).bytes));
    }

    [Fact]
    public void A_single_hidden_layer_has_no_blocks()
    {
        using var network = new ClinicalNetwork(4, [8], 0);

        Assert.DoesNotContain(network.state_dict().Keys, name => name.StartsWith("blocks", StringComparison.Ordinal));
    }
}
