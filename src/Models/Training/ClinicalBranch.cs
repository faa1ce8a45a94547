using System.Collections.Immutable;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Clinical;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>The clinical branch of a fold: preprocessing fitted on its training patients, and the residual network.</summary>
internal static class ClinicalBranch
{
    // Rows are small: few and large batches where nothing is learned.
    private const int EvaluationBatch = 4096;

    public static BranchModel Open(FoldTrainingRequest request, FoldPatients patients, ulong seed, Device device)
    {
        var options = request.Specification.Clinical!;
        var preprocessing = ClinicalPreprocessing.Fit(request.Cohort, patients.Training.AsSpan());
        var companion = Path.Combine(request.AttemptFolder, "preprocessing.json");
        preprocessing.Save(companion);

        var network = new ClinicalNetwork(preprocessing.Width, options.Hidden, options.Dropout);
        InitialWeights.Draw(network, seed);
        network.to(device);
        return new(network, Rows(patients.Training), Rows(patients.HeldOut), Rows(patients.Validation), Rows(patients.Test), EvaluationBatch, [companion]);

        TableExamples Rows(ImmutableArray<int> group) => new(group, preprocessing.Apply(request.Cohort, group.AsSpan()), device);
    }
}
