using System.Collections.Immutable;
using AxSpa.Models.Boosting;
using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>A frozen model on this trainer's device, and how to tell the person who waits.</summary>
internal sealed class FrozenDesk
{
    private readonly Action<TrainerLine> _say;

    public FrozenDesk(ModelSource source, string workspace, TrainerLine.Ready trainer, Action<TrainerLine> say)
    {
        var model = source.Open(workspace);
        (Model, Source, Workspace, Trainer, _say) = (model, source, workspace, trainer, say);
        TorchSharp.torch.set_num_threads(model.Specification.ThreadsPerJob); // sums depend on it
        if (model.Manifest.InstructionSet != ThisMachine.Kind)
            Warn($"The model's figures come from another kind of machine ({model.Manifest.InstructionSet}; this is {ThisMachine.Kind}): answers may differ in the last digits.");
    }

    public FrozenModel Model { get; }
    public ModelSource Source { get; }
    public string Workspace { get; }
    public TrainerLine.Ready Trainer { get; }
    public string Device => Trainer.Device;

    public void Warn(string text) => _say(new TrainerLine.Warning(text));

    public void Progress(string stage, int step, int of) => _say(new TrainerLine.Progress(stage, step, of, null, null));

    public ExternalCohort Prepare(string yaml, bool withLabels)
    {
        var cohort = ExternalCohort.Prepare(
            ExternalCohortYaml.Read(yaml), Model.Schema.Columns, Model.Has(Branch.Mri) ? Model.Specification.Mri!.Input : null, withLabels, Workspace,
            (done, of) => Progress("scans", done, of));
        foreach (var warning in cohort.Warnings)
            Warn(warning);
        return cohort;
    }

    /// <summary>Asks every fold model about every patient.</summary>
    public FrozenFusion Ask(PreparedCohort cohort) => new(
        cohort, Model.Schema.Columns, Model.Fit, Logits(cohort, Branch.Mri), Logits(cohort, Branch.Clinical), Model.Fusion, new XgboostLibrary());

    public ExternalProvenance Provenance(string cohort, ImmutableArray<InputFile> inputs) => new(
        BundleManifest.ResearchUseOnly, Model.Manifest.Name, Model.Manifest.SpecificationKey, Model.Manifest.SplitSha256,
        Source.Bundle is { } bundle ? InputFile.Of("bundle", Path.GetFileName(bundle), bundle).Sha256 : null, cohort, DateTimeOffset.UtcNow, Environment.MachineName, Device, ThisMachine.Kind,
        ReportProvenance.SoftwareOf(Trainer), InputFiles.WithoutScanNames(inputs));

    private ImmutableArray<double[]>? Logits(PreparedCohort cohort, Branch branch) => Model.Has(branch)
        ? FrozenBranch.Logits(Model, cohort, branch, Workspace, Device, (done, of) => Progress($"{(branch == Branch.Mri ? "MRI" : "clinical")} models", done, of))
        : null;
}
