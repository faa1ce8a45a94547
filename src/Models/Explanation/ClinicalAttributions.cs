using AxSpa.Models.Training;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Randomness;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>What a fold model of the clinical branch looks at: its expected gradients against its own training patients.</summary>
internal static class ClinicalAttributions
{
    /// <param name="request">With the run's own cohort: the background are the patients that the model was trained on.</param>
    /// <param name="patients">Indices into the cohort: who is explained.</param>
    public static FoldAttributions Of(FoldExplanationRequest request, int[] patients)
    {
        var (cohort, fold, on) = (request.Cohort, request.Fold.Fold, request.Device);
        using var scope = NewDisposeScope();
        using var model = request.Load();
        var preprocessing = model.Preprocessing!;
        var training = FoldPatients.Of(cohort, fold).Training;
        var background = preprocessing.Apply(cohort, training.AsSpan());
        var mean = MeanLogit(model.Network, background, preprocessing.Width, on);
        var attributions = ExpectedGradients.Of(
            model.Network, preprocessing.Apply(cohort, patients), background, preprocessing.Width,
            patient => RandomStream.From(request.Specification.RandomSeed, RandomUse.ExpectedGradients, fold.Index, patients[patient]), on, request.Progress);
        return new FoldAttributions(preprocessing.FeatureOfInputs(cohort), mean, attributions);
    }

    private static double MeanLogit(nn.Module<Tensor, Tensor> network, float[] rows, int inputs, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return network.call(TorchTensor.Of(rows, [rows.Length / inputs, inputs], device)).mean().item<float>();
    }
}
