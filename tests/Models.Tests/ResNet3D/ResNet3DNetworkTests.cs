using AxSpa.Models.ResNet3D;
using AxSpa.Models.Weights;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ResNet3D;

public sealed class ResNet3DNetworkTests
{
    [Fact]
    public void Depth_50_and_width_64_have_46_million_parameters()
    {
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(50, 64));

        // torchvision's ResNet-50 without its head, 23,508,032, of which the stem grows by 7·7·7·64 − 7·7·3·64, the 3×3 kernels
        // by 18·(3·64² + 4·128² + 6·256² + 3·512²), and a head of 2,048 + 1.
        Assert.Equal(23_508_032 + 12_544 + 22_634_496 + 2_049, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(18, 8)]
    [InlineData(34, 8)]
    [InlineData(50, 32)]
    [InlineData(101, 32)]
    public void Every_depth_keeps_the_slices_in_its_stem_and_gives_one_logit(int depth, int widthOfLayer1)
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(depth, 8));
        network.eval();
        using var noGradient = no_grad();
        var input = zeros([2, 1, 16, 32, 48]);

        Assert.Equal([2, 1], network.call(input).shape);
        Assert.Equal([2, widthOfLayer1 * 8, 1, 1, 2], network.UpTo(ResNet3DNetwork.Layers, input).shape);
    }

    [Fact]
    public void Weights_carry_the_names_of_torchvision()
    {
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(50, 4));

        var names = network.state_dict().Keys;

        Assert.Superset(new HashSet<string>(["conv1.weight", "bn1.running_var", "layer1.0.downsample.0.weight", "layer1.0.downsample.1.bias",
            "layer3.5.conv3.weight", "layer4.2.bn3.num_batches_tracked", "fc.weight", "fc.bias"]),
            names.ToHashSet());
    }

    [Fact]
    public void A_depth_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNet3DShape.Of(49, 64));

    [Fact]
    public void Frozen_parts_keep_their_weights_and_their_statistics_while_the_rest_learns()
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(10, 4));
        InitialWeights.Draw(network, 1);
        network.Freeze(["stem", "layer1"]);
        using var optimizer = new Models.Training.FlatAdam(network, 1e-2, 1e-4);
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        network.train();
        for (var step = 0; step < 2; step++)   // in the first, blocks whose branch has scale 0 hand no gradient into it
        {
            network.call(randn([4, 1, 8, 16, 16]) * 3 + 1).sum().backward();
            optimizer.Step();
        }

        foreach (var (name, after) in network.state_dict())
        {
            var isFrozen = name.StartsWith("conv1", StringComparison.Ordinal) || name.StartsWith("bn1", StringComparison.Ordinal)
                || name.StartsWith("layer1", StringComparison.Ordinal);
            Assert.True(isFrozen == before[name].bytes.SequenceEqual(after.bytes), name);
        }
    }

    [Fact]
    public void The_same_seed_draws_the_same_weights_whatever_the_process_wide_generator_did()
    {
        using var scope = NewDisposeScope();
        using var first = new ResNet3DNetwork(ResNet3DShape.Of(10, 4));
        using var second = new ResNet3DNetwork(ResNet3DShape.Of(10, 4));
        using var third = new ResNet3DNetwork(ResNet3DShape.Of(10, 4));
        InitialWeights.Draw(first, 7);
        _ = randn(3);
        InitialWeights.Draw(second, 7);
        InitialWeights.Draw(third, 8);

        Assert.All(first.parameters().Zip(second.parameters()), pair => Assert.True(pair.First.bytes.SequenceEqual(pair.Second.bytes)));
        Assert.False(first.parameters().First().bytes.SequenceEqual(third.parameters().First().bytes));
        var stem = first.parameters().First();
        Assert.Equal(Math.Sqrt(2.0 / (4 * 343)), stem.std().item<float>(), 0.003);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void A_block_that_has_learned_nothing_passes_its_shortcut_through(int depth)
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(depth, 4));
        InitialWeights.Draw(network, 1);
        var block = network.modules()
            .OfType<IResidualBlock>()
            .OfType<nn.Module<Tensor, Tensor>>()
            .First(module => !module.named_children().Any(child => child.name == "downsample"));
        var input = rand([2, block.parameters().First().shape[1], 4, 4, 4]);

        Assert.True(input.bytes.SequenceEqual(block.call(input).bytes));
    }
}
