using System.Collections.Immutable;
using System.Diagnostics;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using static TorchSharp.torch;

// What a step of the clinical network costs on one thread: 21 features, 64-128-256-128, dropout 0.5, batches of 64 of 6,767 rows.
//   StepBenchmark fused|autograd|products [EPOCHS]      milliseconds of a step, wall and processor time, the median of the epochs
// products: its matrix products alone, in the same library, into memory that is there. What is left is the floor of any step.
const int Rows = 6767, Features = 21, Batch = 64;
int[] hidden = [64, 128, 256, 128];
var way = args.Length is 1 or 2 ? args[0] : "";
if (way is not ("fused" or "autograd" or "products"))
{
    Console.Error.WriteLine("StepBenchmark fused|autograd|products [EPOCHS]");
    return 2;
}
var epochs = args is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 15;
const int warmUp = 4;
set_num_threads(1);
manual_seed(1);
using var network = new ClinicalNetwork(Features, hidden, 0.5);
InitialWeights.Draw(network, 1);
network.train();
using var optimizer = new FlatAdam(network, 1e-3, 0);
using ITrainingStep step = way == "autograd" ? new AutogradStep(network, optimizer) : new FusedStep(network, optimizer);
var draws = new Random(1);
var table = new float[Rows * Features];
for (var i = 0; i < table.Length; i++)
    table[i] = (float)(draws.NextDouble() - 0.5);
using var examples = new TableExamples([.. Enumerable.Range(0, Rows)], table, CPU);
var targets = rand(Rows, 1).gt(0.8).to(ScalarType.Float32);
var importance = targets.mul(2).add_(0.5);
var products = Products();
var (walls, processor) = (new List<double>(), new List<double>());
for (var epoch = 1; epoch <= warmUp + epochs; epoch++)
{
    var (wall, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    var steps = way == "products" ? MultiplyEpoch() : LearnEpoch(epoch);
    if (epoch <= warmUp)
        continue;
    walls.Add(Stopwatch.GetElapsedTime(wall).TotalMilliseconds / steps);
    processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds / steps);
}
Console.WriteLine(FormattableString.Invariant($"{Median(walls):F3} {Median(processor):F3}"));
return 0;

int LearnEpoch(int epoch)
{
    using var scope = NewDisposeScope();
    var order = Enumerable.Range(0, Rows).ToArray();
    draws.Shuffle(order);
    examples.BeginEpoch(order, epoch);
    var (lossSum, steps) = (zeros(1), 0);
    foreach (var (start, length) in Batches.Of(Rows, Batch))
    {
        using var batch = NewDisposeScope();
        step.Learn(examples.Batch(start, length), targets.narrow(0, start, length), importance.narrow(0, start, length), lossSum);
        steps++;
    }
    return double.IsFinite(lossSum.item<float>()) ? steps : throw new InvalidOperationException("It diverged.");
}

int MultiplyEpoch()
{
    using var noGradient = no_grad();
    const int steps = 106;
    for (var i = 0; i < steps; i++)
        foreach (var (result, left, right) in products)
            result.addmm_(left, right, 0, 1);
    return steps;
}

// Of each layer with w = [out, in]: x·wᵀ, the gradient gᵀ·x of w and, but for the first, g·w of x.
ImmutableArray<(Tensor Result, Tensor Left, Tensor Right)> Products()
{
    var made = ImmutableArray.CreateBuilder<(Tensor, Tensor, Tensor)>();
    (int In, int Out)[] layers = [(Features, 64), (64, 256), (128, 128), (128, 512), (256, 256), (256, 256), (128, 128), (128, 1)];
    foreach (var (width, output) in layers)
    {
        var (x, w, g) = (randn(Batch, width), randn(output, width), randn(Batch, output));
        made.Add((empty(Batch, output), x, w.t()));
        made.Add((empty(output, width), g.t(), x));
        if (width != Features)
            made.Add((empty(Batch, width), g, w));
    }
    return made.ToImmutable();
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
