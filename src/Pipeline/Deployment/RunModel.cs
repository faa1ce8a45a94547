using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Deployment;

/// <summary>The frozen model of a finished run: its official files as they lie on disk, each verified by hash, under their names in a bundle.</summary>
public sealed record RunModel(Provenance Provenance, RunSpecification Specification, ImmutableArray<ModelFile> Files)
{
    /// <param name="run">With results: they say which attempts were official.</param>
    /// <exception cref="RefusedInputException">The run has no results yet, or a file of it was changed or lost.</exception>
    public static RunModel Of(RunFolder run)
    {
        var official = ReportedFiles.Of(run);
        var specification = RunYaml.ReadAccepted(run.Specification);
        var cohort = Path.GetDirectoryName(official.Only(PreparedCohort.PatientsFile))!;
        _ = official.Only(PreparedCohort.ScansFile);
        var fusionFolder = Path.GetDirectoryName(official.Only(FusionFolder.Summary))!;

        var files = ImmutableArray.CreateBuilder<ModelFile>();
        files.Add(ModelFile.Of(ModelFileNames.Specification, System.Text.Encoding.UTF8.GetBytes(RunYaml.Write(specification.WithoutFolders()))));
        files.Add(ModelFile.On(ModelFileNames.Schema, official.Only(PreparedCohort.ColumnsFile)));
        files.Add(ModelFile.On(ModelFileNames.Fit, official.Only(FusionFolder.Summary)));
        if (official.Has(FusionFolder.Model))
        {
            files.Add(ModelFile.On(ModelFileNames.Fusion, official.Only(FusionFolder.Model)));
            files.Add(ModelFile.Of(ModelFileNames.KnownAnswers, Answers(run, specification, files)));
        }
        foreach (var method in FusionRegistry.Others.Where(method => official.Has(method.FileName)))
            files.Add(ModelFile.On(ModelFileNames.Of(method), official.Only(method.FileName)));
        files.Add(ModelFile.Of(ModelFileNames.Reference,
            ReferenceDistribution.Of(PreparedCohort.Load(cohort), official.Only(FusionFolder.Predictions)).ToJson()));
        foreach (var (fold, weights) in official.Folds(ModelFileNames.WeightsFile))
            files.Add(ModelFile.On(ModelFileNames.Weights(fold), weights));
        foreach (var (fold, preprocessing) in official.Folds(ModelFileNames.PreprocessingFile))
            files.Add(ModelFile.On(ModelFileNames.Preprocessing(fold), preprocessing));
        if (Path.Combine(run.Results, ModelFileNames.ModelCard) is var card && File.Exists(card))
            files.Add(ModelFile.On(ModelFileNames.ModelCard, card));
        return new RunModel(official.Provenance, specification, files.ToImmutable());
    }

    private static byte[] Answers(RunFolder run, RunSpecification specification, IEnumerable<ModelFile> files)
    {
        byte[] Content(string name) => files.Single(file => file.Name == name).Read();
        var checks = new ModelChecks(run.Root);
        var fit = checks.Fit(Content(ModelFileNames.Fit));
        var trees = checks.Fusion(Content(ModelFileNames.Fusion), fit.Features);
        return KnownAnswers.Of(trees, fit[PredictorId.Fusion].Calibration!, specification.RandomSeed).ToJson();
    }

    /// <param name="files">Every file of the bundle but the manifest itself.</param>
    public BundleManifest Describe(ImmutableArray<BundledFile> files) => new(
        BundleManifest.CurrentFormat, BundleManifest.ResearchUseOnly, Specification.Name, Provenance.SpecificationKey, Provenance.SplitSha256,
        Provenance.InstructionSet, Provenance.Software, files);
}
