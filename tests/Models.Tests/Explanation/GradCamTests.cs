using System.Runtime.InteropServices;
using AxSpa.Models.Explanation;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Explanation;

public sealed class GradCamTests
{
    /// <summary>
    /// The network's weights are made so that it answers "how bright": then the truth is known without any training. Scans lie in every
    /// orientation, tilted, in spacings of their own.
    /// </summary>
    [Theory]
    [InlineData(56, 48, 16, 2)]
    public void The_map_of_a_scan_peaks_at_its_lesion_in_millimetres_and_lies_on_the_scans_own_grid(int x, int y, int z, int layer)
    {
        using var folder = new TemporaryFolder();
        using var made = new LesionPhantoms(16, new([x, y, z]), plain: true);
        using var network = HowBright();
        Assert.Equal(layer, GradCam.LayerFor(x, y));
        foreach (var (map, phantoms) in new (Func<Tensor, FeatureMap>, int)[] { (volume => GradCam.Of(network, volume, layer), 16),
            (volume => OcclusionMap.Of(network, volume), 6) })
        {
            var errorsMm = new List<double[]>();
            for (var phantom = 0; phantom < phantoms; phantom += 2)
            {
                using var scope = NewDisposeScope();
                using var scan = NiftiImage.Open(made.Paths[phantom]);
                var inverse = PreparationInverse.Of(scan.Affine, scan.Header.SpatialShape, made.Geometry);

                var heat = ScanHeatmap.Of(map(made.Volume(phantom)), inverse, scan.Header.SpatialShape, scan.Affine);

                Assert.True(heat.Greatest > 0);
                errorsMm.Add([.. heat.PeakMm.Zip(made.LesionsMm[phantom]!, (found, truth) => found - truth)]);
                IsOnTheScansOwnGrid(folder, scan, heat);
            }
            // The peak is in the lesion's cell or the next to it, and on the average where it should be, not half a cell away.
            Assert.All(errorsMm, error => Assert.All([0, 1, 2], axis => Assert.InRange(Math.Abs(error[axis]), 0, 1.1 * CellMm)));
            Assert.All([0, 1, 2], axis => Assert.InRange(Math.Abs(errorsMm.Average(error => error[axis])), 0, 0.4 * CellMm));
        }
    }

    /// <summary>The widest: 8 voxels of 48 over 150 mm.</summary>
    private const double CellMm = 25;

    private static void IsOnTheScansOwnGrid(TemporaryFolder folder, NiftiImage scan, ScanHeatmap heat)
    {
        var path = Path.Combine(folder.Path, "map.nii.gz");
        NiftiWriter.WriteWhole(path, heat.Shape, heat.Affine, heat.Values);
        using var map = NiftiImage.Open(path);
        Assert.Equal(scan.Header.Shape.AsEnumerable(), map.Header.Shape);
        Assert.Equal(scan.Affine.Rows.AsEnumerable(), map.Affine.Rows); // both from a float32 sform
        using var values = map.ReadVolume(0);
        Assert.Equal(1, values.ValueAt(heat.Peak[0], heat.Peak[1], heat.Peak[2]), 1e-6);
    }

    [Fact]
    public void A_map_does_not_show_what_a_network_does_not_look_at()
    {
        // The same network, but with its head turned round: brightness now speaks against the disease, and nothing for it.
        using var made = new LesionPhantoms(1, new([64, 64, 16]), plain: true);
        using var network = HowBright();
        using var volume = made.Volume(0);
        var lesion = OcclusionMap.Of(network, volume).Values.Max();
        using (no_grad())
            network.state_dict()["fc.weight"].neg_();
        Assert.All(GradCam.Of(network, volume, 2).Values, value => Assert.Equal(0, value));
        Assert.InRange(OcclusionMap.Of(network, volume).Values.Max(), 0, 0.1 * lesion); // noise
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Up_to_a_layer_and_on_from_it_is_the_whole_network(int depth)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Made(depth);
        var volume = Volume();
        var whole = network.call(volume).item<float>();
        for (var layer = 1; layer <= ResNet3DNetwork.Layers; layer++)
            Assert.Equal(whole, network.LogitsFrom(layer, network.UpTo(layer, volume)).item<float>());
    }

    [Fact]
    public void At_the_last_layer_the_weights_are_those_of_the_head()
    {
        // There the log-odds are Σ w mean(A) + b, so the gradient is w over the number of cells, and the map follows without any derivative.
        using var scope = NewDisposeScope();
        using var network = Made(10);
        var volume = Volume();

        var map = GradCam.Of(network, volume, ResNet3DNetwork.Layers);

        using var noGradient = no_grad();
        var activation = network.UpTo(ResNet3DNetwork.Layers, volume);
        var weights = network.state_dict()["fc.weight"].view(1, -1, 1, 1, 1) / (map.Depth * map.Height * map.Width);
        var expected = MemoryMarshal.Cast<byte, float>(weights.mul(activation).sum(1).relu().contiguous().bytes).ToArray();
        Assert.Contains(expected, value => value > 0);
        for (var cell = 0; cell < expected.Length; cell++)
            Assert.Equal(expected[cell], map.Values[cell], 1e-6f);
    }

    [Theory]
    [InlineData(224, 224, 4)]
    [InlineData(128, 128, 3)]
    [InlineData(64, 64, 2)]
    [InlineData(64, 32, null)]
    [InlineData(24, 24, null)]
    public void The_layer_has_enough_cells_to_say_where(int width, int height, int? layer) => Assert.Equal(layer, GradCam.LayerFor(width, height));

    [Fact]
    public void No_tensor_outlives_a_map()
    {
        using var network = Made(10);
        using var volume = Volume();
        GradCam.Of(network, volume, 2);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        GradCam.Of(network, volume, 2);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>
    /// Every convolution averages and the head sums: log-odds that rise with the brightness anywhere. A shift at the stem keeps every ReLU open.
    /// </summary>
    private static ResNet3DNetwork HowBright()
    {
        var network = Made(10);
        using var noGradient = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            if (name == "fc.weight" || name.EndsWith("bn2.weight", StringComparison.Ordinal))
                parameter.fill_(1);
            else if (name == "bn1.bias")
                parameter.fill_(5);
            else if (parameter.dim() == 5)
                parameter.fill_(1.0 / (parameter.numel() / parameter.shape[0]));
        return network;
    }

    private static ResNet3DNetwork Made(int depth)
    {
        var network = new ResNet3DNetwork(ResNet3DShape.Of(depth, 4));
        InitialWeights.Draw(network, 5);
        network.eval();
        return network;
    }

    private static Tensor Volume()
    {
        var voxels = new float[64 * 64 * 32];
        var draws = new Random(2);
        for (var v = 0; v < voxels.Length; v++)
            voxels[v] = (float)draws.NextDouble() - 0.5f;
        return Models.Training.TorchTensor.Of(voxels, [1, 1, 32, 64, 64], CPU);
    }
}
