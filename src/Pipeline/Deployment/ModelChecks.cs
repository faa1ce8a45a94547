using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// Reads the files of a frozen model that are JSON, field by field: their lengths and hashes say that they are what somebody packed, not that they are
/// a model. Whatever is refused is named by file and field.
/// </summary>
/// <param name="source">The bundle's path, or the run's folder.</param>
internal sealed class ModelChecks(string source)
{
    private const int MostColumns = 10_000, MostLevels = 100_000;

    /// <summary>As of a scan: 1 GiB of voxels.</summary>
    private const long MostVoxels = 1L << 28;

    public CohortSchema Schema(byte[] json) => Read(ModelFileNames.Schema, json, CohortSchema.FromJson, (schema, rules) =>
    {
        rules.Must(schema.Columns is { IsDefault: false, Length: <= MostColumns }, "columns", $"must be a list of at most {MostColumns}");
        for (var i = 0; i < schema.Columns.Length; i++)
        {
            var field = $"columns[{i}]";
            rules.Must(schema.Columns[i] is not null, field, "must be a column");
            var (name, kind, levels) = schema.Columns[i];
            rules.Must(!string.IsNullOrEmpty(name), $"{field}.name", "must be a name");
            rules.Must(Enum.IsDefined(kind), $"{field}.kind", "must be Numeric, Binary or Categorical");
            // Its kind is one of these: that was looked at before.
            rules.Texts($"{field}.levels", levels, kind == ColumnKind.Numeric ? 0 : kind == ColumnKind.Binary ? 2 : MostLevels);
        }
        rules.Distinct("columns", schema.Columns.Select(column => column.Name));
        if (schema.VolumeSize is { } size)
            rules.Must(
                size is { IsDefault: false, Length: 3 } && size.All(side => side is > 0 and <= 1024)
                    && size.Aggregate(1L, (all, side) => all * side) <= MostVoxels,
                "volumeSize", $"must be three numbers of voxels, of at most {MostVoxels} together");
    });

    public FitSummary Fit(byte[] json) => Read(ModelFileNames.Fit, json, FitSummary.FromJson, (fit, rules) =>
    {
        rules.Must(fit.Models is { IsDefault: false } && fit.Models.Length <= PredictorRegistry.All.Length && fit.Models.All(one => one is not null), "models",
            $"must be at most {PredictorRegistry.All.Length} models");
        ImmutableArray<PredictorId> expected =
            [.. PredictorRegistry.All.Where(one => one.IsAlways || fit.Models.Any(fitted => fitted.Model == one.Id)).Select(one => one.Id)];
        rules.Must(fit.Models.Length == expected.Length, "models", $"must be {string.Join(", ", expected)}");
        for (var i = 0; i < fit.Models.Length; i++)
        {
            var field = $"models[{i}]";
            rules.Must(fit.Models[i].Model == expected[i], field, $"must be {expected[i]}");
            if (fit.Models[i] is not { NotAvailable: null } one) continue;
            rules.Must(one.Calibration is not null, $"{field}.calibration", "must be there where there is no reason why there is no model");
            rules.Must(one.Calibration!.Slope is >= 0 and <= double.MaxValue, $"{field}.calibration.slope", "must be a number not below 0");
            rules.Must(double.IsFinite(one.Calibration.Intercept), $"{field}.calibration.intercept", "must be a number");
            rules.Must(one.Threshold is >= 0 and <= 1, $"{field}.threshold", "must be a probability");
        }
        rules.Texts("features", fit.Features, MostColumns + MostLevels);
        rules.Must(fit.Rounds is null or > 0, "rounds", "must be above 0");
    });

    /// <param name="features">What the trees were grown on.</param>
    public BoostedTrees Fusion(byte[] json, ImmutableArray<string> features)
    {
        try
        {
            return BoostedTrees.Read(json, features);
        }
        catch (BoostedTreesException wrong)
        {
            throw Refused(ModelFileNames.Fusion, wrong.Message, wrong);
        }
    }

    /// <param name="features">What the fusion was fitted on.</param>
    public IFusionPredictor Other(FusionMethod method, byte[] content, ImmutableArray<string> features)
    {
        try
        {
            return method.Read(content, features);
        }
        catch (RefusedInputException wrong)
        {
            throw Refused(ModelFileNames.Of(method), wrong.Message, wrong);
        }
    }

    public KnownAnswers KnownAnswers(byte[] json, BoostedTrees trees, PlattScaling calibration)
    {
        var known = Read(ModelFileNames.KnownAnswers, json, Deployment.KnownAnswers.FromJson, (_, _) => { });
        try
        {
            known.CompareWith(trees, calibration);
            return known;
        }
        catch (RefusedInputException wrong)
        {
            throw new BundleException(source, $"{wrong.Message} {Again}", wrong);
        }
    }

    public ReferenceDistribution Reference(byte[] json, CohortSchema schema) =>
        Read(ModelFileNames.Reference, json, ReferenceDistribution.FromJson, (reference, rules) =>
    {
        rules.Must(reference.Patients >= 0, "patients", "must not be below 0");
        rules.Must(reference.Cases >= 0 && reference.Cases <= reference.Patients, "cases", "must be some of the patients");
        rules.Must(reference.WithMri >= 0 && reference.WithMri <= reference.Patients, "withMri", "must be some of the patients");
        rules.Must(!reference.Features.IsDefault && reference.Features.Length == schema.Columns.Length, "features",
            $"must be those of {ModelFileNames.Schema}");
        for (var i = 0; i < reference.Features.Length; i++)
        {
            Feature(rules, $"features[{i}]", reference.Features[i], reference.Patients);
            var (feature, column) = (reference.Features[i], schema.Columns[i]);
            rules.Must(feature.Name == column.Name && feature.Kind == column.Kind && feature.Levels.SequenceEqual(column.Levels),
                $"features[{i}]", $"must be that of {ModelFileNames.Schema}, with its kind and levels");
        }
        rules.Must(reference.Answers is { IsDefault: false } && reference.Answers.Length <= PredictorRegistry.All.Length, "answers",
            $"must be those of at most {PredictorRegistry.All.Length} models");
        for (var i = 0; i < reference.Answers.Length; i++)
            Feature(rules, $"answers[{i}]", reference.Answers[i], reference.Patients);
    });

    /// <summary>Imputation, scaling and encoding of one clinical fold.</summary>
    public void Preprocessing(FoldId fold, byte[] json, CohortSchema schema) =>
        Read(ModelFileNames.Preprocessing(fold), json, ClinicalPreprocessing.FromJson, (fitted, rules) =>
    {
        rules.Must(fitted.Numbers is { IsDefault: false, Length: <= MostColumns }, "numbers", "must be a list");
        rules.Must(fitted.Levels is { IsDefault: false, Length: <= MostColumns }, "levels", "must be a list");
        var kinds = schema.Columns.ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal);
        for (var i = 0; i < fitted.Numbers.Length; i++)
        {
            rules.Must(fitted.Numbers[i]?.Column is { } name && kinds.Remove(name, out var kind) && kind == ColumnKind.Numeric,
                $"numbers[{i}].column", $"must be a numeric column of {ModelFileNames.Schema}, once");
            var (_, imputed, mean, scale) = fitted.Numbers[i];
            rules.Must(imputed is null || double.IsFinite(imputed.Value), $"numbers[{i}].imputed", "must be a number, or null");
            rules.Must(double.IsFinite(mean), $"numbers[{i}].mean", "must be a number");
            rules.Must(scale is > 0 and <= double.MaxValue, $"numbers[{i}].scale", "must be above 0");
        }
        for (var i = 0; i < fitted.Levels.Length; i++)
        {
            rules.Must(fitted.Levels[i]?.Column is { } name && kinds.Remove(name, out var kind) && kind != ColumnKind.Numeric,
                $"levels[{i}].column", $"must be a column of levels of {ModelFileNames.Schema}, once");
            rules.Texts($"levels[{i}].levels", fitted.Levels[i].Levels, MostLevels);
            rules.Must(fitted.Levels[i].MostFrequent is not { } most || fitted.Levels[i].Levels.Contains(most), $"levels[{i}].mostFrequent",
                "must be one of the levels");
        }
        rules.Must(kinds.Count == 0, "numbers, levels", $"leave out columns of {ModelFileNames.Schema}: {string.Join(", ", kinds.Keys.Take(5))}");
    });

    /// <summary>That the files are those of one model: each says of itself what the others say of it.</summary>
    /// <param name="fusions">Those whose files are there.</param>
    public void Agree(RunSpecification specification, CohortSchema schema, FitSummary fit, ImmutableArray<FrozenFold> folds,
        ImmutableArray<PredictorId> fusions)
    {
        void Must(bool holds, string problem)
        {
            if (!holds) throw new BundleException(source, $"{problem}. {Again}");
        }
        BranchDefinition[] branches = [.. folds.Select(fold => fold.Fold.Branch).Distinct().Order().Select(BranchRegistry.Of)];
        foreach (var branch in branches)
        {
            Must(specification.Branches[branch.Id] is not null,
                $"there are {branch.Name} folds, and {ModelFileNames.Specification} has no section {branch.Id}");
            Must(branch.Input != BranchInput.Features || !schema.Columns.IsEmpty, $"there are {branch.Name} folds, and {ModelFileNames.Schema} has no columns");
            Must(branch.Input != BranchInput.Scans || schema.VolumeSize is { } size && (specification.Mri is not { } mri || size.SequenceEqual(mri.Input.Size)),
                $"volumeSize of {ModelFileNames.Schema} is not mri.input.size of {ModelFileNames.Specification}");
        }
        foreach (var (model, isThere, files) in fit.Models.Select(one => PredictorRegistry.Of(one.Model)).Select(predictor => predictor.Branch is { } id
            ? (predictor.Id, branches.Any(branch => branch.Id == id), $"the {BranchRegistry.Of(id).Name} folds")
            : (predictor.Id, fusions.Contains(predictor.Id), ModelFileNames.Of(FusionRegistry.Of(predictor.Id)))))
            Must(fit.Has(model) == isThere, $"{ModelFileNames.Fit} says that the model {model} is {(isThere ? "not " : "")}there, otherwise than {files}");
        var strays = branches.Select(branch => PredictorId.Of(branch.Id)).Concat(fusions).Where(model => fit.Models.All(one => one.Model != model)).ToList();
        Must(strays.Count == 0, $"{ModelFileNames.Fit} says nothing of {string.Join(", ", strays)}, of which there are files");
        var hasFusion = fusions.Contains(PredictorId.Fusion);
        Must(hasFusion == fit.Rounds is not null, $"rounds of {ModelFileNames.Fit} are there without {ModelFileNames.Fusion}, or missing beside it");
        Must(
            fit.Features.SequenceEqual(hasFusion
                ? FusionFeatures.NamesOf(schema.Columns, [.. branches.Where(branch => !branch.FusesFeatures).Select(branch => branch.Id)]) : []),
            $"features of {ModelFileNames.Fit} are not those of {ModelFileNames.Schema}");
    }

    private static void Feature(FieldRules rules, string field, FeatureReference? feature, int patients)
    {
        rules.Must(!string.IsNullOrEmpty(feature?.Name), $"{field}.name", "must be a name");
        rules.Must(Enum.IsDefined(feature!.Kind), $"{field}.kind", "must be 0, 1 or 2");
        rules.Must(feature.Known >= 0 && feature.Missing >= 0 && (long)feature.Known + feature.Missing == patients,
            $"{field}.known", "and missing must be the patients together");
        rules.Must(feature.Mean is null || double.IsFinite(feature.Mean.Value), $"{field}.mean", "must be a number, or null");
        rules.Must(feature.StandardDeviation is null or (>= 0 and <= double.MaxValue), $"{field}.standardDeviation", "must not be below 0");
        rules.Must(!feature.Cuts.IsDefault && feature.Cuts.All(double.IsFinite) && feature.Cuts.Zip(feature.Cuts.Skip(1)).All(pair => pair.First < pair.Second),
            $"{field}.cuts", "must be numbers that rise");
        rules.Texts($"{field}.levels", feature.Levels, feature.Kind == ColumnKind.Numeric ? 0 : MostLevels);
        var bins = feature.Kind == ColumnKind.Numeric ? feature.Cuts.Length + 1 : feature.Levels.Length;
        rules.Must(!feature.Counts.IsDefault && feature.Counts.Length == bins && feature.Counts.All(count => count >= 0),
            $"{field}.counts", $"must be {bins} numbers of patients");
        rules.Must(feature.Counts.Sum(count => (long)count) == feature.Known, $"{field}.counts", "must be the known patients together");
    }

    private delegate T Parser<out T>(ReadOnlySpan<byte> json);

    private T Read<T>(string file, byte[] json, Parser<T> parse, Action<T, FieldRules> check)
    {
        try
        {
            var read = parse(json);
            check(read, new FieldRules());
            return read;
        }
        catch (Exception wrong) when (wrong is JsonException or FieldException)
        {
            throw Refused(file, wrong.Message, wrong);
        }
        catch (RefusedInputException wrong) when (wrong.InnerException is JsonException inner)
        {
            throw Refused(file, inner.Message, wrong);
        }
    }

    private BundleException Refused(string file, string problem, Exception inner) => new(source, $"{file} cannot be used: {problem} {Again}", inner);

    public const string Again = "Export the run again with 'axspa export', or copy the bundle again from where it was exported.";
}
