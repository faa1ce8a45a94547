using System.Collections.Immutable;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Deployment;
using AxSpa.Models.Explanation;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>Preprocessing fitted on the training patients of a fold, and the residual network.</summary>
internal sealed class ClinicalTrainer : BranchTrainer
{
    // Rows are small: few and large batches where nothing is learned.
    private const int EvaluationBatch = 4096;

    public override BranchId Branch => BranchId.Clinical;

    public override BranchModel Open(FoldTrainingRequest request, FoldPatients patients, ulong seed, Device device, Action<TrainerLine> say)
    {
        var options = request.Specification.Clinical!;
        var preprocessing = ClinicalPreprocessing.Fit(request.Cohort, patients.Training.AsSpan());
        var companion = Path.Combine(request.AttemptFolder, ModelFileNames.PreprocessingFile);
        preprocessing.Save(companion);

        var network = new ClinicalNetwork(preprocessing.Width, options.Hidden, options.Dropout);
        InitialWeights.Draw(network, seed);
        network.to(device);
        return new(network, Rows(patients.Training), Rows(patients.HeldOut), Rows(patients.Validation), Rows(patients.Test), EvaluationBatch, [companion]);

        TableExamples Rows(ImmutableArray<int> group) => new(group, preprocessing.Apply(request.Cohort, group.AsSpan()), device);
    }

    public override FrozenFoldModel Load(RunSpecification specification, FrozenFold fold, PreparedCohort cohort, string workspace, Device device)
    {
        var options = specification.Clinical!;
        var preprocessing = ClinicalPreprocessing.Load(fold.Preprocessing!);
        StoredWeights.RefuseTooFew(fold.Weights, ClinicalNetwork.FewestWeights(preprocessing.Width, options.Hidden));
        var everyone = FoldPatients.Scored(cohort, Branch);
        return FrozenFoldModel.Of(
            fold, new ClinicalNetwork(preprocessing.Width, options.Hidden, options.Dropout), device,
            new TableExamples(everyone, preprocessing.Apply(cohort, everyone.AsSpan()), device), preprocessing);
    }

    public override FoldAttributions Attribute(FoldExplanationRequest request, int[] patients) => ClinicalAttributions.Of(request, patients);
}
