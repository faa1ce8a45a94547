using System.Globalization;
using System.Runtime.Intrinsics.X86;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ClinicalNet;

/// <summary>The oracle is Torch's autograd on an equal network.</summary>
public sealed class FusedStepTests : IDisposable
{
    private readonly int _threads = get_num_threads();

    public FusedStepTests()
    {
        set_num_threads(1);
        Assert.SkipUnless(Fma.IsSupported, "This processor has no fused multiply-add; every training goes by autograd here.");
    }

    public void Dispose() => set_num_threads(_threads);

    [Theory]
    [InlineData(64, 0.5, 0)]
    [InlineData(63, 0, 1e-3)]
    [InlineData(2, 0.5, 0)]
    public void A_default_network_learns_by_it_as_by_autograd_bit_for_bit(int rows, double dropout, double weightDecay) =>
        AssertEqualSteps(new(21, [64, 128, 256, 128], dropout, rows, weightDecay), seed: 1, steps: 12);

    [Fact]
    public void So_do_generated_networks_batches_and_class_weights()
    {
        for (var seed = 0; seed < 60; seed++)
            AssertEqualSteps(Case.Draw(seed), seed, steps: 4);
    }

    [Fact]
    public void A_last_batch_of_another_length_is_learned_from_with_the_same_weights_and_moments()
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair(new(9, [24, 16, 16], 0.3, 20, 0), seed: 4);

        foreach (var rows in (int[])[20, 20, 7, 20, 21])
            pair.Learn(rows);

        pair.AssertEqual();
    }

    [Fact]
    public void Identity_and_projection_go_around_a_block_alike()
    {
        AssertEqualSteps(new(6, [32, 32, 32], 0, 16, 0), seed: 2, steps: 6);
        AssertEqualSteps(new(6, [32, 48, 32], 0, 16, 0), seed: 3, steps: 6);
    }

    [Fact]
    public void A_step_that_diverged_is_no_number_by_either_way()
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair(new(4, [8, 16], 0.5, 10, 0), seed: 1);

        pair.Learn(10, input => input.fill_(float.PositiveInfinity));

        Assert.True(float.IsNaN(pair.Fused.LossSum) && float.IsNaN(pair.Autograd.LossSum));
    }

    [Fact]
    public void Every_tensor_of_it_is_freed_with_it()
    {
        using var scope = NewDisposeScope();
        using var network = new ClinicalNetwork(5, [8, 16], 0.5);
        using var optimizer = new FlatAdam(network, 1e-3, 0);
        network.train();
        var (input, targets, importance, sum) = (randn(6, 5), ones(6, 1), ones(6, 1), zeros(1));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var step = new FusedStep(network, optimizer))
            step.Learn(input, targets, importance, sum);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(network.state_dict()["bn.running_mean"].isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData("cpu", 1, 64, true)]
    [InlineData("cpu", 2, 64, false)]
    [InlineData("cuda", 1, 64, false)]
    [InlineData("cpu", 1, 2_000_000, false)]
    public void It_is_for_one_thread_of_a_processor_and_batches_of_less_than_two_gigabytes(string device, int threads, int batchSize, bool suits)
    {
        using var network = new ClinicalNetwork(5, [64, 256], 0);

        Assert.Equal(suits, FusedStep.Suits(network, batchSize, new Device(device), threads));
    }

    private static void AssertEqualSteps(Case made, int seed, int steps)
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair(made, seed);
        for (var step = 0; step < steps; step++)
        {
            pair.Learn(made.Rows);
            pair.AssertEqual();
        }
    }

    private sealed record Case(int Features, int[] Hidden, double Dropout, int Rows, double WeightDecay)
    {
        public static Case Draw(int seed)
        {
            var draws = new Random(seed);   // made data only: .NET's own generator will do
            // Widths around those of vector registers, and equal ones in a row, which need no projection.
            var hidden = Enumerable.Range(0, draws.Next(1, 5)).Select(_ => draws.Next(3) == 0 ? 16 : draws.Next(1, 70)).ToArray();
            return new(draws.Next(1, 40), hidden, draws.Next(3) switch { 0 => 0, 1 => 0.3, _ => 0.5 }, draws.Next(2, 90), draws.Next(2) * 1e-3);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Features} features, widths {string.Join('-', Hidden)}, dropout {Dropout}, {Rows} rows, weight decay {WeightDecay}");
    }

    /// <summary>Two equal networks, one of which learns by autograd.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly Case _case;
        private long _step;

        public Pair(Case made, int seed)
        {
            _case = made;
            (Autograd, Fused) = (new Learner(made, (network, optimizer) => new AutogradStep(network, optimizer)),
                new Learner(made, (network, optimizer) => new FusedStep(network, optimizer)));
            manual_seed(seed);
            using (no_grad())
                foreach (var (name, values) in Autograd.Network.state_dict().Where(entry => entry.Value.is_floating_point()))
                {
                    // Batch norm neither at 1 nor at 0, where a branch adds nothing and half of the gradients are zero.
                    if (name.Contains("bn", StringComparison.Ordinal))
                        values.uniform_(0.5, 1.5);
                    Fused.Network.state_dict()[name].copy_(values);
                }
        }

        public Learner Autograd { get; }
        public Learner Fused { get; }

        public void Learn(int rows, Action<Tensor>? change = null)
        {
            using var scope = NewDisposeScope();
            var input = randn(rows, _case.Features);
            change?.Invoke(input);
            var targets = randn(rows, 1).gt(0.3).to(ScalarType.Float32);
            var importance = targets.mul(1.7).add_(0.4);
            foreach (var learner in (Learner[])[Autograd, Fused])
            {
                manual_seed(1000 + _step);   // the same dropout
                learner.Step.Learn(input, targets, importance, learner.Sum);
            }
            manual_seed(2000 + _step++);
        }

        public void AssertEqual()
        {
            using var scope = NewDisposeScope();
            Assert.Equal(Autograd.LossSum, Fused.LossSum);
            foreach (var ((name, expected), (_, actual)) in Autograd.Network.named_parameters().Zip(Fused.Network.named_parameters()))
                AssertSame($"the gradient of {name}", expected.grad!, actual.grad!);
            var state = Fused.Network.state_dict();
            foreach (var (name, expected) in Autograd.Network.state_dict())
                AssertSame(name, expected, state[name]);
            AssertSame("Adam's first moment", Autograd.Optimizer.FirstMoment, Fused.Optimizer.FirstMoment);
            AssertSame("Adam's second moment", Autograd.Optimizer.SecondMoment, Fused.Optimizer.SecondMoment);
        }

        private void AssertSame(string what, Tensor expected, Tensor actual) =>
            Assert.True(expected.bytes.SequenceEqual(actual.bytes), string.Create(CultureInfo.InvariantCulture,
                $"After {_step} steps {what} differs by up to {(expected - actual).abs().max().to(ScalarType.Float64).item<double>()}: {_case}."));

        public void Dispose()
        {
            Autograd.Dispose();
            Fused.Dispose();
        }
    }

    private sealed class Learner : IDisposable
    {
        public Learner(Case made, Func<ClinicalNetwork, FlatAdam, ITrainingStep> step)
        {
            Network = new ClinicalNetwork(made.Features, made.Hidden, made.Dropout);
            InitialWeights.Draw(Network, 1);
            Optimizer = new FlatAdam(Network, 1e-3, made.WeightDecay);
            Step = step(Network, Optimizer);
            Sum = zeros(1);
            Network.train();
        }

        public ClinicalNetwork Network { get; }
        public FlatAdam Optimizer { get; }
        public ITrainingStep Step { get; }
        public Tensor Sum { get; }
        public float LossSum => Sum.item<float>();

        public void Dispose()
        {
            Step.Dispose();
            Optimizer.Dispose();
            Network.Dispose();
        }
    }
}
