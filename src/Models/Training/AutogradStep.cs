using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>A step of any network on any device: Torch records what the network does, and walks back along it.</summary>
internal sealed class AutogradStep(nn.Module<Tensor, Tensor> network, FlatAdam optimizer) : ITrainingStep
{
    public void Learn(Tensor inputs, Tensor targets, Tensor importance, Tensor lossSum)
    {
        using var scope = NewDisposeScope();
        optimizer.ClearGradients();
        var logits = network.call(inputs);                                            // [length, 1]
        var loss = nn.functional.binary_cross_entropy_with_logits(logits, targets, importance);
        loss.backward();
        optimizer.Step();
        lossSum.add_(loss.detach(), inputs.shape[0]);
    }

    public void Dispose()
    {
    }
}
