using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Deployment;

/// <summary>A model as a finished run left it: all that is needed to ask it about a patient whom it has never seen.</summary>
/// <param name="Specification">Of the run; how scans are prepared and how networks are built stands in it.</param>
/// <param name="Schema">The clinical features that a new patient must have, in the run's order.</param>
/// <param name="Fusion">Null where there was nothing to fuse.</param>
/// <param name="Folds">Every fold model of every branch.</param>
public sealed record FrozenModel(
    BundleManifest Manifest, RunSpecification Specification, CohortSchema Schema, FitSummary Fit, FrozenTrees? Fusion,
    ReferenceDistribution Reference, ImmutableArray<FrozenFold> Folds)
{
    /// <summary>The further fusions, ready to be asked.</summary>
    public ImmutableSortedDictionary<PredictorId, IFusionPredictor> OtherFusions { get; init; } =
        ImmutableSortedDictionary<PredictorId, IFusionPredictor>.Empty;

    /// <summary>The branches of the model, in the registry's order.</summary>
    public IEnumerable<BranchId> Branches => Folds.Select(fold => fold.Fold.Branch).Distinct().Order();

    public bool Has(BranchId branch) => Folds.Any(fold => fold.Fold.Branch == branch);

    public IEnumerable<FrozenFold> Of(BranchId branch) => Folds.Where(fold => fold.Fold.Branch == branch).OrderBy(fold => fold.Fold.Index);

    /// <summary>Every field of every file is looked at, so that nothing native is handed what it would not survive.</summary>
    /// <param name="source">For messages: the path of the bundle or of the run.</param>
    /// <exception cref="BundleException">A file that a model needs is missing, or is not what it must be.</exception>
    public static FrozenModel From(string source, BundleManifest manifest, ImmutableArray<ModelFile> files)
    {
        var byName = files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        byte[] Content(string name) => byName.TryGetValue(name, out var file) ? file.Read(source)
            : throw new BundleException(source, $"there is no {name} in it, and a model needs one. {ModelChecks.Again}");
        var checks = new ModelChecks(source);
        var specification = RunYaml.ParseAccepted(
            Encoding.UTF8.GetString(Content(ModelFileNames.Specification)), $"{source}: {ModelFileNames.Specification}", Path.GetPathRoot(Path.GetTempPath())!);
        var (schema, fit) = (checks.Schema(Content(ModelFileNames.Schema)), checks.Fit(Content(ModelFileNames.Fit)));
        var folds = Checked(source, specification, FoldsIn(byName));
        checks.Agree(specification, schema, fit, folds,
            [.. FusionRegistry.All.Where(method => byName.ContainsKey(ModelFileNames.Of(method))).Select(method => method.Predictor)]);
        foreach (var fold in folds)
            if (fold.Preprocessing is not null) checks.Preprocessing(fold.Fold, Content(ModelFileNames.Preprocessing(fold.Fold)), schema);
        FrozenTrees? fusion = null;
        if (byName.ContainsKey(ModelFileNames.Fusion))
        {
            var trees = checks.Fusion(Content(ModelFileNames.Fusion), fit.Features);
            if (trees.Count != fit.Rounds)
                throw new BundleException(source, FormattableString.Invariant(
                    $"{ModelFileNames.Fusion} has {trees.Count} trees, and rounds of {ModelFileNames.Fit} says {fit.Rounds}. {ModelChecks.Again}"));
            var known = byName.ContainsKey(ModelFileNames.KnownAnswers)
                ? checks.KnownAnswers(Content(ModelFileNames.KnownAnswers), trees, fit[PredictorId.Fusion].Calibration!) : null;
            fusion = new FrozenTrees(Content(ModelFileNames.Fusion), trees, known);
        }
        return new FrozenModel(manifest, specification, schema, fit, fusion, checks.Reference(Content(ModelFileNames.Reference), schema), folds)
        {
            OtherFusions = FusionRegistry.Others.Where(method => byName.ContainsKey(ModelFileNames.Of(method)))
                .ToImmutableSortedDictionary(method => method.Predictor, method => checks.Other(method, Content(ModelFileNames.Of(method)), fit.Features)),
        };
    }

    private static ImmutableArray<FrozenFold> FoldsIn(Dictionary<string, ModelFile> files) =>
    [
        .. from branch in BranchRegistry.All
           from index in Enumerable.Range(0, files.Count)
           let fold = new FoldId(branch.Id, index)
           where files.ContainsKey(ModelFileNames.Weights(fold))
           select new FrozenFold(fold, files[ModelFileNames.Weights(fold)].Path!, files.GetValueOrDefault(ModelFileNames.Preprocessing(fold))?.Path),
    ];

    /// <summary>An average over fewer fold models than were calibrated would be another model.</summary>
    private static ImmutableArray<FrozenFold> Checked(string source, RunSpecification specification, ImmutableArray<FrozenFold> folds)
    {
        foreach (var branch in folds.GroupBy(fold => fold.Fold.Branch))
            if (!branch.Select(fold => fold.Fold.Index).SequenceEqual(Enumerable.Range(0, specification.Folds)))
                throw new BundleException(source,
                    $"of the {specification.Folds} fold models of the {BranchRegistry.Of(branch.Key).Name} branch there are "
                    + $"{string.Join(", ", branch.Select(fold => fold.Fold))}. {ModelChecks.Again}");
        if (folds.FirstOrDefault(fold => fold.Preprocessing is null && BranchRegistry.Of(fold.Fold.Branch).HasPreprocessing) is { } bare)
            throw new BundleException(source, $"there is no {ModelFileNames.Preprocessing(bare.Fold)} in it. {ModelChecks.Again}");
        return folds.Length > 0 ? folds : throw new BundleException(source, $"there is no fold model in it. {ModelChecks.Again}");
    }
}

/// <summary>The late fusion.</summary>
/// <param name="Json">XGBoost's own, read and checked as <paramref name="Trees"/>.</param>
/// <param name="Answers">What it answered when it was exported; null in a bundle of an earlier version.</param>
public sealed record FrozenTrees(byte[] Json, BoostedTrees Trees, KnownAnswers? Answers);

/// <summary>One fold's network.</summary>
/// <param name="Weights">Path of a safetensors file.</param>
/// <param name="Preprocessing">Path of the preprocessing fitted with it; null for branches that have none.</param>
public sealed record FrozenFold(FoldId Fold, string Weights, string? Preprocessing);
