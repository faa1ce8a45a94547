using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Deployment;

/// <summary>One fold's network with its weights, ready to be asked, and the patients it is to be asked about.</summary>
/// <param name="Preprocessing">Of a branch that has one.</param>
public sealed record FrozenFoldModel(
    FoldId Fold, nn.Module<Tensor, Tensor> Network, IExamples Examples, ClinicalPreprocessing? Preprocessing) : IDisposable
{
    /// <param name="network">As it is built; its weights are read from the fold's file.</param>
    public static FrozenFoldModel Of(
        FrozenFold fold, nn.Module<Tensor, Tensor> network, Device device, IExamples examples, ClinicalPreprocessing? preprocessing = null)
    {
        StoredWeights.Load(network, fold.Weights);
        network.to(device);
        network.eval();
        return new(fold.Fold, network, examples, preprocessing);
    }

    public void Dispose()
    {
        Network.Dispose();
        Examples.Dispose();
    }
}
