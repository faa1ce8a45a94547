using System.Collections.Immutable;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Deployment;

/// <summary>One fold's network with its weights, ready to be asked, and the patients it is to be asked about.</summary>
/// <param name="Preprocessing">Of the clinical branch.</param>
internal sealed record FrozenFoldModel(
    FoldId Fold, nn.Module<Tensor, Tensor> Network, IExamples Examples, ClinicalPreprocessing? Preprocessing) : IDisposable
{
    public static FrozenFoldModel Open(RunSpecification specification, FrozenFold fold, PreparedCohort cohort, string workspace, Device device)
    {
        if (fold.Fold.Branch == Branch.Clinical)
        {
            var preprocessing = ClinicalPreprocessing.Load(fold.Preprocessing!);
            StoredWeights.RefuseTooFew(fold.Weights, ClinicalNet.ClinicalNetwork.FewestWeights(preprocessing.Width, specification.Clinical!.Hidden));
            ImmutableArray<int> everyone = [.. Enumerable.Range(0, cohort.Patients.Length)];
            return new(
                fold.Fold, Ready(ClinicalNetwork(specification, preprocessing), fold, device),
                new TableExamples(everyone, preprocessing.Apply(cohort, everyone.AsSpan()), device), preprocessing);
        }
        var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<int> withScan = [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => scanned.Contains(cohort.Patients[i].Id))];
        var options = specification.Mri!;
        StoredWeights.RefuseTooFew(fold.Weights, ResNet3DShape.Of(options.Depth, options.Width).FewestWeights);
        var files = new VolumeFiles(workspace, cohort.VolumeSize ?? options.Input.Size, cohort.Scans.Length);
        return new(
            fold.Fold, Ready(new ResNet3DNetwork(ResNet3DShape.Of(options.Depth, options.Width)), fold, device),
            new ScanExamples(cohort, withScan, files, device, augmentation: null), null);
    }

    public void Dispose()
    {
        Network.Dispose();
        Examples.Dispose();
    }

    private static ClinicalNetwork ClinicalNetwork(RunSpecification specification, ClinicalPreprocessing preprocessing) =>
        new(preprocessing.Width, specification.Clinical!.Hidden, specification.Clinical.Dropout);

    private static nn.Module<Tensor, Tensor> Ready(nn.Module<Tensor, Tensor> network, FrozenFold fold, Device device)
    {
        StoredWeights.Load(network, fold.Weights);
        network.to(device);
        network.eval();
        return network;
    }
}
