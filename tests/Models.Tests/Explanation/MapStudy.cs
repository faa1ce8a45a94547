using System.Runtime.InteropServices;
using AxSpa.Models.Explanation;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Imaging;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Explanation;

/// <summary>
/// How far a map's peak is from the lesion, for trained networks and for random ones: the table of benchmarks/results/maps.md. It takes
/// minutes, so it runs only where AXSPA_STUDY is set.
/// </summary>
public sealed class MapStudy(Xunit.ITestOutputHelper output)
{
    [Theory]
    [InlineData(24, 12)]
    [InlineData(32, 16)]
    [InlineData(48, 16)]
    [InlineData(64, 16)]
    public void Distance_of_the_peak_from_the_lesion(int side, int slices)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("AXSPA_STUDY") is null, "a study of minutes; set AXSPA_STUDY to run it");
        using var learned = new LesionPhantoms(160, new([side, side, slices]));
        using var fresh = new LesionPhantoms(80, new([side, side, slices]), seed: 8);
        using var trained = learned.Train(width: 8, epochs: 16);
        using var random = new ResNet3DNetwork(ResNet3DShape.Of(10, 8));
        InitialWeights.Draw(random, 17);
        using (no_grad())
            foreach (var (name, parameter) in random.named_parameters())
                if (name.EndsWith("bn2.weight", StringComparison.Ordinal))
                    parameter.fill_(0.5); // else its blocks would do nothing
        random.eval();
        var right = Enumerable.Range(0, 80).Count(i => fresh.Logit(trained, i) > 0 == (fresh.LesionsMm[i] is not null));
        output.WriteLine($"{side} × {side} × {slices}: the trained network is right in {right} of 80 new phantoms; Grad-CAM would take layer "
            + $"{GradCam.LayerFor(side, side)?.ToString() ?? "none"}");
        int[] found = [.. Enumerable.Range(0, 80).Where(i => fresh.LesionsMm[i] is not null && fresh.Logit(trained, i) > 0)];
        for (var layer = 1; layer <= ResNet3DNetwork.Layers; layer++)
        {
            var at = layer;
            Report($"Grad-CAM, layer {layer}", network => volume => GradCam.Of(network, volume, at));
        }
        Report("positive gradients alone, layer 2", network => volume => PositiveGradients(network, volume));
        Report("occlusion", network => volume => OcclusionMap.Of(network, volume));

        void Report(string method, Func<ResNet3DNetwork, Func<Tensor, FeatureMap>> of) =>
            output.WriteLine($"| {side} × {side} × {slices} | {method} | {Summary(of(trained))} | {Summary(of(random))} |");

        string Summary(Func<Tensor, FeatureMap> map)
        {
            double[] errors = [.. found.Select(i => ErrorMm(fresh, i, map)).Order()];
            return errors.Length == 0 ? "-" : $"{errors[errors.Length / 2]:F0} mm, {100.0 * errors.Count(error => error < 25) / errors.Length:F0} %";
        }
    }

    /// <summary>As Grad-CAM, but gradients below zero do not count: the core of Grad-CAM++ (Chattopadhay et al. 2018).</summary>
    private static FeatureMap PositiveGradients(ResNet3DNetwork network, Tensor volume)
    {
        using var scope = NewDisposeScope();
        Tensor activation;
        using (no_grad())
            activation = network.UpTo(2, volume);
        activation.requires_grad_(true);
        var gradient = autograd.grad([network.LogitsFrom(2, activation).sum()], [activation])[0];
        using var noGradient = no_grad();
        var map = gradient.relu().mean([2, 3, 4], keepdim: true).mul(activation).sum(1).contiguous();
        return new FeatureMap((int)map.shape[1], (int)map.shape[2], (int)map.shape[3], MemoryMarshal.Cast<byte, float>(map.bytes).ToArray(), 4, 8, 8);
    }

    private static double ErrorMm(LesionPhantoms made, int phantom, Func<Tensor, FeatureMap> map)
    {
        using var scope = NewDisposeScope();
        using var scan = NiftiImage.Open(made.Paths[phantom]);
        var inverse = PreparationInverse.Of(scan.Affine, scan.Header.SpatialShape, made.Geometry);
        var heat = ScanHeatmap.Of(map(made.Volume(phantom)), inverse, scan.Header.SpatialShape, scan.Affine);
        return Math.Sqrt(heat.PeakMm.Zip(made.LesionsMm[phantom]!).Sum(axis => Math.Pow(axis.First - axis.Second, 2)));
    }
}
