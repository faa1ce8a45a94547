using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>A fold's network with its first weights, and the four groups of examples it meets.</summary>
/// <param name="EvaluationBatch">Examples per batch where nothing is learned.</param>
/// <param name="Companions">Files of the attempt that belong to the model, such as its preprocessing.</param>
public sealed record BranchModel(
    nn.Module<Tensor, Tensor> Network, IExamples Training, IExamples HeldOut, IExamples Validation, IExamples Test,
    int EvaluationBatch, IReadOnlyList<string> Companions) : IDisposable
{
    public void Dispose()
    {
        Network.Dispose();
        foreach (var examples in (IExamples[])[Training, HeldOut, Validation, Test])
            examples.Dispose();
    }
}
