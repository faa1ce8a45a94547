using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>One pass over the training examples. It depends on the weights, the optimizer's state and names only, so it repeats exactly.</summary>
internal sealed class EpochTraining(
    FoldTrainingRequest request, nn.Module<Tensor, Tensor> network, ITrainingStep step, IExamples examples, ClassWeights weights, int batchSize, Device device)
{
    /// <param name="epoch">From 1.</param>
    /// <returns>The mean weighted loss over the examples; NaN or infinite when training diverged.</returns>
    public double Run(int epoch, CancellationToken stop)
    {
        var fold = request.Fold;
        TorchRandomness.BeginEpoch(request.RandomSeed, fold, epoch);
        var order = Enumerable.Range(0, examples.Patients.Length).ToArray();
        RandomStream.From(request.RandomSeed, RandomUse.Shuffle, BranchRegistry.Of(fold.Branch).Stream, fold.Index, epoch).Shuffle<int>(order);

        using var scope = NewDisposeScope();
        network.train();
        examples.BeginEpoch(order, epoch);
        var isCase = Array.ConvertAll(order, example => request.Cohort.Patients[examples.Patients[example]].IsCase);
        var targets = Column(Array.ConvertAll(isCase, label => label ? 1f : 0f));
        var importance = Column(Array.ConvertAll(isCase, label => (float)weights.Of(label)));
        // Summed on the device: asking for the number after each batch would wait for it.
        var lossSum = zeros(1, device: device);
        foreach (var (start, length) in Batches.Of(order.Length, batchSize))
        {
            stop.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            step.Learn(examples.Batch(start, length), targets.narrow(0, start, length), importance.narrow(0, start, length), lossSum);
        }
        return lossSum.item<float>() / order.Length;

        Tensor Column(float[] values) => TorchTensor.Of(values, [values.Length, 1], device);
    }
}
