using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.Explanation;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>The 3D ResNet, pretrained and partly frozen where asked for, and the scans.</summary>
internal sealed class MriTrainer : BranchTrainer
{
    public override BranchId Branch => BranchId.Mri;

    public override BranchModel Open(FoldTrainingRequest request, FoldPatients patients, ulong seed, Device device, Action<TrainerLine> say)
    {
        var options = request.Specification.Mri!;
        var size = request.Cohort.VolumeSize ?? throw new ArgumentException("The cohort has no prepared scans.", nameof(request));
        var network = new ResNet3DNetwork(ResNet3DShape.Of(options.Depth, options.Width));
        InitialWeights.Draw(network, seed);
        if (options.Pretrained is { } file)
        {
            var matched = PretrainedWeights.Load(network, file, request.MayRead);
            say(new TrainerLine.Warning(
                $"Pretrained weights {Path.GetFileName(file)}: {matched.Loaded} tensors matched and loaded; the {matched.LeftAtRandom} of the "
                + "head (fc) start at random."));
        }
        network.Freeze(options.Frozen);
        network.to(device);

        var files = new VolumeFiles(request.Workspace, size, request.Cohort.Scans.Length);
        var augmentation = new Augmentation(options.Augmentation, request.RandomSeed, request.Fold);
        return new(network, Scans(patients.Training, augmentation), Scans(patients.HeldOut), Scans(patients.Validation), Scans(patients.Test),
            options.BatchSize, []);

        ScanExamples Scans(ImmutableArray<int> group, Augmentation? changes = null) => new(request.Cohort, group, files, device, changes);
    }

    public override FrozenFoldModel Load(RunSpecification specification, FrozenFold fold, PreparedCohort cohort, string workspace, Device device)
    {
        var options = specification.Mri!;
        var shape = ResNet3DShape.Of(options.Depth, options.Width);
        StoredWeights.RefuseTooFew(fold.Weights, shape.FewestWeights);
        var files = new VolumeFiles(workspace, cohort.VolumeSize ?? options.Input.Size, cohort.Scans.Length);
        return FrozenFoldModel.Of(
            fold, new ResNet3DNetwork(shape), device, new ScanExamples(cohort, FoldPatients.Scored(cohort, Branch), files, device, augmentation: null));
    }

    public override FoldMaps Map(FoldExplanationRequest request, ImmutableArray<int> scans) => ScanAttributions.Of(request, scans);
}
