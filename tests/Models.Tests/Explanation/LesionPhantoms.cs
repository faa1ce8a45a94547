using System.Collections.Immutable;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Explanation;

/// <summary>
/// Noisy bodies on disk, every second with one bright ball somewhere in it, stored in all orientations and spacings; and a network that has
/// learned to tell them apart. Contrast and noise are drawn for each, so that nothing but the ball tells; in plain ones the body has no
/// contrast, and the ball is the brightest.
/// </summary>
internal sealed class LesionPhantoms : IDisposable
{
    private static readonly double[] ExtentMm = [150, 130, 90];
    private static readonly string[] Orientations = ["RAS", "LPS", "PSR", "AIL", "LAS", "PIR"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<float[]> _volumes = [];

    public LesionPhantoms(int count, InputGeometry geometry, int seed = 7, bool plain = false)
    {
        Geometry = geometry;
        var draws = new Random(seed);   // made data only: .NET's own generator will do
        for (var i = 0; i < count; i++)
        {
            double[]? lesion = i % 2 == 0 ? [.. ExtentMm.Select(extent => (draws.NextDouble() - 0.5) * 0.66 * extent)] : null;
            Paths.Add(Write(i, lesion, plain, draws));
            LesionsMm.Add(lesion);
            _volumes.Add(ScanPreparation.Prepare(Paths[i], geometry, null).Voxels);
        }
    }

    /// <summary>What the scans are prepared to.</summary>
    public InputGeometry Geometry { get; }
    public List<string> Paths { get; } = [];

    /// <summary>[phantom] right, front, up; null without a lesion.</summary>
    public List<double[]?> LesionsMm { get; } = [];

    /// <returns>[1, 1, z, y, x].</returns>
    public Tensor Volume(int phantom) => TorchTensor.Of(_volumes[phantom], [1, 1, Geometry.Size[2], Geometry.Size[1], Geometry.Size[0]], CPU);

    public ResNet3DNetwork Train(int width, int epochs)
    {
        set_num_threads(1);
        var network = new ResNet3DNetwork(ResNet3DShape.Of(10, width));
        InitialWeights.Draw(network, 3);
        using var optimizer = new FlatAdam(network, 3e-3, 0);
        var draws = new Random(11);
        var order = Enumerable.Range(0, _volumes.Count).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            draws.Shuffle(order);
            foreach (var (start, length) in Batches.Of(order.Length, 8))
            {
                using var scope = NewDisposeScope();
                network.train();
                optimizer.ClearGradients();
                var inputs = cat([.. order.AsSpan(start, length).ToArray().Select(Volume)], 0);
                var targets = TorchTensor.Of([.. order.AsSpan(start, length).ToArray().Select(i => LesionsMm[i] is null ? 0f : 1f)], [length, 1], CPU);
                nn.functional.binary_cross_entropy_with_logits(network.call(inputs), targets).backward();
                optimizer.Step();
            }
        }
        network.eval();
        return network;
    }

    public double Logit(ResNet3DNetwork network, int phantom)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return network.call(Volume(phantom)).item<float>();
    }

    public void Dispose() => _folder.Dispose();

    private string Write(int index, double[]? lesion, bool plain, Random draws)
    {
        var code = Orientations[index % Orientations.Length];
        var (shape, rows) = (new int[3], new double[12]);
        var tilt = (draws.NextDouble() - 0.5) * 0.2;
        for (var axis = 0; axis < 3; axis++)
        {
            var towards = code[axis] switch { 'R' or 'L' => 0, 'A' or 'P' => 1, _ => 2 };
            shape[axis] = (towards == 2 ? 14 : 30) + draws.Next(6);
            var step = ExtentMm[towards] / shape[axis] * ("RAS".Contains(code[axis]) ? 1 : -1);
            double[] direction = towards switch { 0 => [Math.Cos(tilt), Math.Sin(tilt), 0], 1 => [-Math.Sin(tilt), Math.Cos(tilt), 0], _ => [0, 0, 1] };
            for (var row = 0; row < 3; row++)
                rows[4 * row + axis] = direction[row] * step;
        }
        for (var row = 0; row < 3; row++)
            rows[4 * row + 3] = 12 * (draws.NextDouble() - 0.5) - Enumerable.Range(0, 3).Sum(axis => rows[4 * row + axis] * (shape[axis] - 1) / 2);
        var affine = new Affine([.. rows]);
        var (contrast, noise) = (plain ? 0 : 70 + 60 * draws.NextDouble(), 10 + 20 * draws.NextDouble());
        var voxels = new float[shape[0] * shape[1] * shape[2]];
        var n = 0;
        for (var k = 0; k < shape[2]; k++)
            for (var j = 0; j < shape[1]; j++)
                for (var i = 0; i < shape[0]; i++)
                {
                    var at = affine.Apply(i, j, k);
                    var squared = lesion is null ? double.PositiveInfinity : Enumerable.Range(0, 3).Sum(axis => Math.Pow(at[axis] - lesion[axis], 2));
                    var body = 250 + contrast * Math.Cos(at[0] / 40) * Math.Cos(at[1] / 35) * Math.Cos(at[2] / 30);
                    voxels[n++] = (float)(body + noise * draws.NextDouble() + 120 * Math.Exp(-squared / (2 * 9 * 9)));
                }
        var path = Path.Combine(_folder.Path, $"phantom-{index}.nii.gz");
        NiftiWriter.Write(path, [.. shape], affine, voxels);
        return path;
    }
}
