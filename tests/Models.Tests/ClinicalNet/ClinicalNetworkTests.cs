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

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    public void Dropout_leaves_out_its_fraction_and_keeps_the_expected_sum(double fraction)
    {
        using var scope = NewDisposeScope();
        using var network = new ClinicalNetwork(1, [10_000], fraction);
        manual_seed(7);
        var state = network.state_dict();
        using (no_grad())
        {
            state["bn.weight"].fill_(0);
            state["bn.bias"].fill_(1); // all ones before the head, which sums them
            state["head.weight"].fill_(1);
            state["head.bias"].fill_(0);
        }

        network.train();
        var sums = network.call(randn(50, 1)).data<float>().ToArray();
        var kept = sums.Select(sum => sum * (1 - fraction) / 10_000).ToArray();

        Assert.InRange(kept.Average(), 1 - fraction - 0.005, 1 - fraction + 0.005);
        Assert.True(sums.Distinct().Count() > 25, "Each row draws its own mask.");
    }

    [Fact]
    public void A_block_is_two_layers_with_a_projection_around_them()
    {
        using var scope = NewDisposeScope();
        using var block = new ResidualBlock(3, 4);
        block.eval();
        var state = block.state_dict();
        using (no_grad())
        {
            state["bn1.running_mean"].uniform_(-1, 1);
            state["bn1.weight"].uniform_(0.5, 2);
        }
        var input = randn(6, 3);
        var (toBranch, around) = (Normalised("bn1", input.mm(state["fc1.weight"].t())).narrow(1, 0, 4),
            Normalised("bn1", input.mm(state["fc1.weight"].t())).narrow(1, 4, 4));

        var expected = (Normalised("bn2", toBranch.relu().mm(state["fc2.weight"].t())) + around).relu();

        Assert.True((expected - block.call(input)).abs().max().item<float>() < 1e-6);

        Tensor Normalised(string name, Tensor x) =>
            (x - state[$"{name}.running_mean"]) / (state[$"{name}.running_var"] + 1e-5).sqrt() * state[$"{name}.weight"] + state[$"{name}.bias"];
    }
}
