using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Benchmarks.Step;

/// <summary>
/// The 3D ResNet-50 of width 16 on volumes of 64 × 64 × 32, four a step, with reading and augmentation; and, between its epochs, the bare step: forward,
/// loss, backward and Adam on one batch that is there already. What the fold's step takes longer is the loop's.
/// </summary>
internal static class MriStep
{
    private const int Batch = 4, Depth = 50, Width = 16, Bare = 6;
    private static readonly int[] Size = [64, 64, 32];

    public static int Run(RowArguments row)
    {
        var steps = row.IsQuick ? 12 : 48;
        var patients = TimedFold.Patients(training: steps * Batch, others: 2);
        var volumes = Enumerable.Range(0, 16).Select(volume => Made(row, volume)).ToList();
        var cohort = new PreparedCohort(
            [.. patients], [], [],
            [.. patients.Select((patient, i) => new Scan(patient.Id, volumes[i % volumes.Count].Path, volumes[i % volumes.Count].Sha256))], [.. Size]);
        var epochs = row.IsQuick ? 3 : 4;
        var specification = new RunSpecification
        {
            Name = "benchmark",
            Cohort = new() { Clinical = "made.csv", Label = new("label", []) },
            Mri = new() { Depth = Depth, Width = Width, Input = new([.. Size]), Epochs = epochs, Patience = epochs, BatchSize = Batch },
        };

        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var network = new ResNet3DNetwork(ResNet3DShape.Of(Depth, Width));
        using var optimizer = new FlatAdam(network, learningRate: 1e-4, weightDecay: 0);
        var (inputs, targets) = (randn([Batch, 1, Size[2], Size[1], Size[0]]), tensor(new float[] { 0, 1, 0, 1 }).reshape(Batch, 1));
        BareSteps();
        var bare = new List<double>();
        var loop = TimedFold.Run(row, cohort, specification, BranchId.Mri, steps, between: () => bare.Add(BareSteps()));

        // The n-th epoch lies between two series of bare steps.
        var added = loop.Select((step, epoch) => 100 * (step / ((bare[epoch] + bare[epoch + 1]) / 2) - 1));
        new RowFile(
        [
            new("MRI step, one thread: ResNet-50 of width 16, 64×64×32, batch 4", "ms") { Ours = [TimedFold.Median(loop)] },
            new("MRI loop over the bare step", "%") { Ours = [TimedFold.Median(added)] },
        ]).Write(row.Json);
        return 0;

        double BareSteps()
        {
            network.train();
            var begun = Stopwatch.GetTimestamp();
            for (var step = 0; step < Bare; step++)
            {
                using var inner = NewDisposeScope();
                optimizer.ClearGradients();
                nn.functional.binary_cross_entropy_with_logits(network.call(inputs), targets).backward();
                optimizer.Step();
            }
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds / Bare;
        }
    }

    private static (string Path, string Sha256) Made(RowArguments row, int volume)
    {
        var random = RandomStream.From(1, "mri step", volume);
        var voxels = new float[Size[0] * Size[1] * Size[2]];
        for (var v = 0; v < voxels.Length; v++) voxels[v] = (float)random.NextGaussian();
        var bytes = MemoryMarshal.AsBytes<float>(voxels).ToArray();
        var name = FormattableString.Invariant($"volume-{volume}.f32");
        row.Shared(name, path => File.WriteAllBytes(path, bytes));
        return (name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
