using System.Collections.Immutable;
using AxSpa.Models.Boosting;
using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Trainer.Orders;

/// <summary>A frozen model on this trainer's device, and how to tell the person who waits.</summary>
internal sealed class FrozenDesk
{
    private readonly Action<TrainerLine> _say;

    public FrozenDesk(FrozenModel model, string workspace, string device, Action<TrainerLine> say)
    {
        (Model, Workspace, Device, _say) = (model, workspace, device, say);
        TorchSharp.torch.set_num_threads(model.Specification.ThreadsPerJob); // sums depend on it
        if (model.Manifest.InstructionSet != ThisMachine.Kind)
            Warn($"The model's figures come from another kind of machine ({model.Manifest.InstructionSet}; this is {ThisMachine.Kind}): answers may differ in the last digits.");
    }

    public FrozenModel Model { get; }
    public string Workspace { get; }
    public string Device { get; }

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

    private ImmutableArray<double[]>? Logits(PreparedCohort cohort, Branch branch) => Model.Has(branch)
        ? FrozenBranch.Logits(Model, cohort, branch, Workspace, Device, (done, of) => Progress($"{(branch == Branch.Mri ? "MRI" : "clinical")} models", done, of))
        : null;
}
