using AxSpa.Models.ResNet3D;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Access;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Weights;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly ResNet3DNetwork _network = new(ResNet3DShape.Of(18, 4));
    private string FilePath => _folder.File("resnet18.safetensors");

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_2D_network_is_inflated_over_depth_and_its_three_channels_become_one()
    {
        var flat = Write(Flat());

        var matched = PretrainedWeights.Load(_network, FilePath);

        var loaded = _network.state_dict();
        Assert.Equal((loaded.Count(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)) - 2, 2),
            (matched.Loaded, matched.LeftAtRandom));
        AssertEqual(flat["conv1.weight"].sum(1, keepdim: true), loaded["conv1.weight"].sum(2));
        AssertEqual(flat["layer2.0.conv1.weight"], loaded["layer2.0.conv1.weight"].sum(2));
        AssertEqual(flat["layer2.0.conv1.weight"] / 3, loaded["layer2.0.conv1.weight"].select(2, 1));
        AssertEqual(flat["layer3.1.bn2.running_var"], loaded["layer3.1.bn2.running_var"]);
    }

    [Fact]
    public void Weights_that_lead_out_of_the_data_roots_are_not_opened()
    {
        Write(Flat());
        var root = Directory.CreateDirectory(_folder.File("data")).FullName;
        File.CreateSymbolicLink(Path.Combine(root, "w.safetensors"), FilePath);
        var permit = DataRoots.Of([root]).For("mri.pretrained");
        Assert.Contains($"leads to {FilePath}",
            Assert.Throws<DataRootException>(() => PretrainedWeights.Load(_network, Path.Combine(root, "w.safetensors"), permit)).Message);
        File.Move(FilePath, Path.Combine(root, "own.safetensors"));
        PretrainedWeights.Load(_network, Path.Combine(root, "own.safetensors"), permit);
    }

    [Fact]
    public void A_volume_of_equal_slices_gives_the_activation_of_one_slice()
    {
        var flat = Write(Flat());
        PretrainedWeights.Load(_network, FilePath);
        using var noGradient = no_grad();
        var slice = randn([1, 1, 1, 16, 16]);

        var grey = nn.functional.conv2d(slice.squeeze(2).expand(1, 3, 16, 16), flat["conv1.weight"], strides: [2, 2], padding: [3, 3]);
        var volume = nn.functional.conv3d(slice.expand(1, 1, 9, 16, 16), _network.state_dict()["conv1.weight"], strides: [1, 2, 2], padding: [3, 3, 3]);

        AssertEqual(grey, volume.select(2, 4));   // the middle slice, which no padding reaches
    }

    [Fact]
    public void The_head_keeps_its_first_weights()
    {
        Write(Flat());
        var before = _network.state_dict()["fc.weight"].clone();

        PretrainedWeights.Load(_network, FilePath);

        AssertEqual(before, _network.state_dict()["fc.weight"]);
    }

    [Fact]
    public void Weights_of_a_3D_network_are_taken_as_they_are()
    {
        using var other = new ResNet3DNetwork(ResNet3DShape.Of(18, 4));
        SafeTensors.Write(FilePath, other.state_dict());

        PretrainedWeights.Load(_network, FilePath);

        AssertEqual(other.state_dict()["layer4.1.conv2.weight"], _network.state_dict()["layer4.1.conv2.weight"]);
    }

    [Fact]
    public void A_file_of_another_width_is_refused_with_the_first_mismatch_and_nothing_is_loaded()
    {
        var flat = Flat();
        flat["layer2.0.conv1.weight"] = randn(16, 8, 3, 3);
        Write(flat);
        var before = _network.state_dict()["conv1.weight"].clone();

        var error = Assert.Throws<SafeTensorsException>(() => PretrainedWeights.Load(_network, FilePath));

        Assert.Contains("tensor layer2.0.conv1.weight has shape [16, 8, 3, 3], expected [8, 4, 3, 3] or [8, 4, 3, 3, 3]", error.Message);
        AssertEqual(before, _network.state_dict()["conv1.weight"]);
    }

    [Fact]
    public void A_missing_and_a_surplus_tensor_are_refused_by_name()
    {
        var flat = Flat();
        flat.Remove("layer1.1.bn1.bias");
        Write(flat);
        Assert.Contains("tensor layer1.1.bn1.bias is not in it, expected with shape [4]",
            Assert.Throws<SafeTensorsException>(() => PretrainedWeights.Load(_network, FilePath)).Message);

        flat = Flat();
        flat["layer1.2.conv1.weight"] = randn(4, 4, 3, 3);
        Write(flat);
        Assert.Contains("tensor layer1.2.conv1.weight with shape [4, 4, 3, 3] has no place",
            Assert.Throws<SafeTensorsException>(() => PretrainedWeights.Load(_network, FilePath)).Message);
    }

    [Fact]
    public void A_missing_file_is_refused_by_its_path() =>
        Assert.Contains("there is no such file", Assert.Throws<SafeTensorsException>(() => PretrainedWeights.Load(_network, FilePath)).Message);

    /// <summary>What torchvision's file would hold for this depth and width: 2D kernels, three channels, 1,000 classes.</summary>
    private Dictionary<string, Tensor> Flat() => _network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Key switch
    {
        "conv1.weight" => randn(4, 3, 7, 7),
        "fc.weight" => randn(1000, 32),
        "fc.bias" => randn(1000),
        _ when entry.Value.dim() == 5 => randn(entry.Value.shape[0], entry.Value.shape[1], entry.Value.shape[3], entry.Value.shape[4]),
        _ when entry.Value.dim() == 1 => rand(entry.Value.shape),
        _ => entry.Value,
    });

    private Dictionary<string, Tensor> Write(Dictionary<string, Tensor> weights)
    {
        SafeTensors.Write(FilePath, weights);
        return weights;
    }

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5 * (1 + expected.abs().max().item<float>()));
    }
}
