using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>
/// A finished epoch in memory, until it is on disk: what a training that is asked to end leaves behind, for in the midst of the next epoch nothing of it
/// is left anywhere else. Kept in the memory of the machine, never in that of a card, whose memory is for the batches.
/// </summary>
/// <remarks>
/// Twelve bytes a parameter, and only while epochs are shorter than the pause between checkpoints: what takes longer is on disk at its end.
/// </remarks>
internal sealed class EpochSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public long OptimizerSteps { get; private set; }

    /// <summary>Takes the place of the snapshot before, in the same memory.</summary>
    public void Take(IReadOnlyDictionary<string, Tensor> tensors, long optimizerSteps)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in tensors)
        {
            if (!_tensors.TryGetValue(name, out var kept))
                _tensors[name] = kept = empty_like(tensor, device: CPU).DetachFromDisposeScope();
            kept.copy_(tensor);
        }
        OptimizerSteps = optimizerSteps;
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        _tensors.Clear();
    }
}
