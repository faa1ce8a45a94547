using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// A step of a <see cref="ClinicalNetwork"/> on one core without Torch's record of operations: the same matrix products by the same library, and what
/// lies between them in a few passes over memory that lives as long as the training. The same bits as <see cref="AutogradStep"/>.
/// </summary>
internal sealed class FusedStep(ClinicalNetwork network, FlatAdam optimizer) : ITrainingStep
{
    // By length: the batches of an epoch have one length, but for the last.
    private readonly Dictionary<int, FusedPass> _passes = [];

    /// <summary>
    /// On one thread, since Torch sums over rows in as many parts as it has threads; where multiply-adds round once, as in Torch's kernels on every
    /// processor with AVX2; and for matrices that a span can hold.
    /// </summary>
    /// <param name="batchSize">The longest batch has one row more (<see cref="Batches"/>).</param>
    public static bool Suits(ClinicalNetwork network, int batchSize, Device device, int threads) =>
        FrozenRow.Suits(device) && threads == 1 && (batchSize + 1L) * network.Widest * sizeof(float) <= int.MaxValue;

    public void Learn(Tensor inputs, Tensor targets, Tensor importance, Tensor lossSum)
    {
        var rows = (int)inputs.shape[0];
        if (!_passes.TryGetValue(rows, out var pass))
            _passes[rows] = pass = new FusedPass(network, rows);
        pass.Run(inputs, targets, importance, lossSum);
        optimizer.Step();
    }

    public void Dispose()
    {
        foreach (var pass in _passes.Values)
            pass.Dispose();
    }
}
