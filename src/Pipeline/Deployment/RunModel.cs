using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Deployment;

/// <summary>The frozen model of a finished run: its official files as they lie on disk, each verified by hash, under their names in a bundle.</summary>
public sealed record RunModel(Provenance Provenance, RunSpecification Specification, ImmutableArray<ModelFile> Files)
{
    /// <param name="run">With results: they say which attempts were official.</param>
    /// <exception cref="RefusedInputException">The run has no results yet, or a file of it was changed or lost.</exception>
    public static RunModel Of(RunFolder run)
    {
        var record = Path.Combine(run.Results, Provenance.FileName);
        if (!File.Exists(record))
            throw new RefusedInputException($"Run {run.Run} has no results yet ({run.Results}), so nothing in it is frozen. Let it come to its end first: 'axspa run' with the same specification goes on.");
        var provenance = Provenance.Read(record);
        var official = new Official(run, provenance);
        var specification = RunYaml.Read(run.Specification);
        var cohort = Path.GetDirectoryName(official.Only(PreparedCohort.PatientsFile))!;
        _ = official.Only(PreparedCohort.ScansFile);
        var fusionFolder = Path.GetDirectoryName(official.Only(FusionFolder.Summary))!;

        var files = ImmutableArray.CreateBuilder<ModelFile>();
        files.Add(ModelFile.Of(ModelFileNames.Specification, System.Text.Encoding.UTF8.GetBytes(RunYaml.Write(specification.WithoutFolders()))));
        files.Add(ModelFile.On(ModelFileNames.Schema, official.Only(PreparedCohort.ColumnsFile)));
        files.Add(ModelFile.On(ModelFileNames.Fit, official.Only(FusionFolder.Summary)));
        if (official.Has(FusionFolder.Model))
            files.Add(ModelFile.On(ModelFileNames.Fusion, official.Only(FusionFolder.Model)));
        files.Add(ModelFile.Of(ModelFileNames.Reference, ReferenceDistribution.Of(PreparedCohort.Load(cohort), official.Only(FusionFolder.Predictions)).ToJson()));
        foreach (var (fold, weights) in official.Folds("weights.safetensors"))
            files.Add(ModelFile.On(ModelFileNames.Weights(fold), weights));
        foreach (var (fold, preprocessing) in official.Folds("preprocessing.json"))
            files.Add(ModelFile.On(ModelFileNames.Preprocessing(fold), preprocessing));
        if (Path.Combine(run.Results, ModelFileNames.ModelCard) is var card && File.Exists(card))
            files.Add(ModelFile.On(ModelFileNames.ModelCard, card));
        return new RunModel(provenance, specification, files.ToImmutable());
    }

    /// <param name="files">Every file of the bundle but the manifest itself.</param>
    public BundleManifest Describe(ImmutableArray<BundledFile> files) => new(
        BundleManifest.CurrentFormat, BundleManifest.ResearchUseOnly, Specification.Name, Provenance.SpecificationKey, Provenance.SplitSha256,
        Provenance.InstructionSet, Provenance.Software, files);

    /// <summary>What the report names as its inputs: the official files of every job.</summary>
    private sealed class Official(RunFolder run, Provenance provenance)
    {
        private readonly ILookup<string, StoredFile> _byName = provenance.Files.ToLookup(file => Path.GetFileName(file.Path), StringComparer.Ordinal);

        public bool Has(string name) => _byName.Contains(name);

        public string Only(string name) => _byName[name].ToList() is [var only] ? Verified(only)
            : throw new RefusedInputException($"The results of run {run.Run} were made from {_byName[name].Count()} files named {name}; a run has one. Was {Provenance.FileName} edited?");

        /// <summary>Of the folds that the model consists of.</summary>
        public IEnumerable<(FoldId Fold, string Path)> Folds(string name) =>
            from file in _byName[name]
            let fold = FoldId.TryParse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file.Path))) ?? "", out var parsed) ? parsed : (FoldId?)null
            where fold is not null
            orderby fold.Value.Branch, fold.Value.Index
            select (fold.Value, Verified(file));

        private string Verified(StoredFile expected)
        {
            var path = Path.Combine(run.Workspace, expected.Path);
            if (!File.Exists(path))
                throw new RefusedInputException($"{path} is gone, and the model of run {run.Run} is made of it. 'pbm run verify {run.Run}' shows what else is; 'pbm run resume {run.Run}' computes it again.");
            return AtomicFile.Describe(run.Workspace, path).Sha256 == expected.Sha256 ? path
                : throw new RefusedInputException($"{path} was changed since run {run.Run} wrote it. 'pbm run verify {run.Run}' shows what else was; 'pbm run resume {run.Run}' computes it again.");
        }
    }
}
