using System.Collections.Immutable;
using AxSpa.Models.Boosting;
using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Shift;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>A frozen model on this trainer's device, and how to tell the person who waits.</summary>
internal sealed class ModelSession
{
    private readonly Action<TrainerLine> _say;

    public ModelSession(ModelSource source, string workspace, TrainerLine.Ready trainer, Action<TrainerLine> say)
    {
        var model = source.Open(workspace);
        (Model, Source, Workspace, Trainer, _say) = (model, source, workspace, trainer, say);
        Progress(ModelStage.Name, 0, 1); // whoever waits knows by it what was at work, should the library end the process
        if (model.Fusion is { } fusion)
            AskLibrary(fusion);
        Progress(ModelStage.Name, 1, 1);
        TorchSharp.torch.set_num_threads(model.Specification.ThreadsPerJob); // sums depend on it
        if (model.Manifest.InstructionSet != ThisMachine.Kind)
            Warn($"The model's figures come from another kind of machine ({model.Manifest.InstructionSet}; this is {ThisMachine.Kind}): answers may "
                + "differ in the last digits.");
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
            ExternalCohortYaml.Read(yaml) with { Rules = Model.Specification.Rules, ModelReading = Model.Specification.Cohort.Reading }, Model.Schema.Columns,
            Model.Has(BranchId.Mri) ? Model.Specification.Mri!.Input : null, withLabels, Workspace,
            (done, of) => Progress("scans", done, of));
        foreach (var warning in cohort.Warnings)
            Warn(warning);
        return cohort;
    }

    /// <summary>What is told of patients who are unlike those of the training, and what is written beside their answers.</summary>
    public ImmutableArray<string> Unlike(ExternalCohort cohort)
    {
        foreach (var hint in UnitsHint.Of(Model.Reference, cohort.Cohort.Values))
            Warn(hint);
        var unlike = UnlikePatients.Of(Model.Reference, cohort.Cohort.Values, cohort.UnknownAnswers, cohort.Places);
        foreach (var warning in unlike.Warnings)
            Warn(warning);
        return unlike.ByPatient;
    }

    private void AskLibrary(FrozenTrees fusion)
    {
        if (fusion.Answers is null)
            Warn($"{Source.Bundle ?? Source.Run}: there is no {ModelFileNames.KnownAnswers} in it, for an earlier version exported it. "
                + $"That XGBoost answers as on the day of the export cannot be looked at; it is compared with the trees of {ModelFileNames.Fusion} alone.");
        var known = fusion.Answers ?? KnownAnswers.Of(fusion.Trees, Model.Fit[PredictorId.Fusion].Calibration!, Model.Specification.RandomSeed);
        try
        {
            using var booster = new XgboostLibrary().Load(fusion.Json);
            known.AskLibrary(booster, fusion.Trees);
        }
        catch (XgboostException refused)
        {
            throw new RefusedInputException(
                $"{ModelFileNames.Fusion} of {Source.Bundle ?? Source.Run} is no model to XGBoost {XgboostLibrary.Version}: "
                + $"{refused.Message.Split('\n', 2)[0]} "
                + "Export the run again with 'axspa export'.", refused);
        }
    }

    /// <summary>Asks every fold model about every patient.</summary>
    /// <param name="places">[patient] where each stands in a table, for messages; null: by their number.</param>
    public FrozenFusion Ask(PreparedCohort cohort, ImmutableArray<string>? places = null) => new(
        cohort, Model.Schema.Columns, Model.Fit,
        Model.Branches.Aggregate(BranchMap<FoldAnswers>.Empty, (all, branch) => all.With(branch, new FoldAnswers(Logits(cohort, branch, places)))),
        Model.Fusion?.Json, Model.OtherFusions, new XgboostLibrary());

    public ExternalProvenance Provenance(string cohort, ImmutableArray<InputFile> inputs) => new(
        BundleManifest.ResearchUseOnly, Model.Manifest.Name, Model.Manifest.SpecificationKey, Model.Manifest.SplitSha256,
        Source.Bundle is { } bundle ? InputFile.Of("bundle", Path.GetFileName(bundle), bundle).Sha256 : null, cohort,
        TimeProvider.System.GetUtcNow(), Environment.MachineName, Device, ThisMachine.Kind,
        ReportProvenance.SoftwareOf(Trainer), InputFiles.WithoutScanNames(inputs));

    private ImmutableArray<double[]> Logits(PreparedCohort cohort, BranchId branch, ImmutableArray<string>? places) =>
        FrozenBranch.Logits(Model, cohort, branch, Workspace, Device, (done, of) => Progress($"{BranchRegistry.Of(branch).Name} models", done, of), places);
}
