using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Deployment.Recalibration;

/// <summary>
/// Maps fitted on another cohort's labels (recalibration.json). They belong to that cohort: whoever uses them elsewhere has not validated them.
/// </summary>
/// <param name="SpecificationKey">Of the model that they were fitted to; so <paramref name="SplitSha256"/>.</param>
public sealed record Recalibration(
    string Notice, RecalibrationMethod Method, string FittedOn, int Patients, int Cases, string SpecificationKey, string SplitSha256,
    ImmutableArray<RecalibratedModel> Models)
{
    private const string FittedHere =
        "Fitted on the labels of this cohort. The cross-fitted figures say how good it is on patients it was not fitted on; for any "
        + "other cohort it is unproven.";

    /// <param name="table">With the true labels.</param>
    /// <exception cref="RefusedInputException">Too few cases or controls whom a model scored.</exception>
    public static (Recalibration Fitted, ImmutableDictionary<PredictorId, double[]> Honest) Fit(
        RecalibrationMethod method, string cohort, BundleManifest manifest, PredictionTable table, ulong randomSeed)
    {
        var (models, honest) = (ImmutableArray.CreateBuilder<RecalibratedModel>(), ImmutableDictionary.CreateBuilder<PredictorId, double[]>());
        foreach (var model in table.Models)
        {
            int[] scored = [.. Enumerable.Range(0, table.Rows.Length).Where(row => table.Rows[row][model] is not null)];
            var fitted = CrossFittedMap.Fit(
                method, [.. scored.Select(row => table.Rows[row].PatientId)], [.. scored.Select(row => table.Rows[row].IsCase)],
                [.. scored.Select(row => table.Rows[row][model]!.Probability)], randomSeed);
            models.Add(new RecalibratedModel(model, fitted.Map));
            var byRow = new double[table.Rows.Length];
            Array.Fill(byRow, double.NaN);
            for (var i = 0; i < scored.Length; i++) byRow[scored[i]] = fitted.Honest[i];
            honest[model] = byRow;
        }
        return (new Recalibration(
            FittedHere, method, cohort, table.Rows.Length, table.Rows.Count(row => row.IsCase), manifest.SpecificationKey, manifest.SplitSha256,
            models.ToImmutable()),
            honest.ToImmutable());
    }

    public ProbabilityMap? this[PredictorId model] => Models.FirstOrDefault(one => one.Model == model)?.Map;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RecalibrationJson.Default.Recalibration);

    private void Check(FieldRules rules)
    {
        rules.Must(SpecificationKey is not null && SplitSha256 is not null, "specificationKey, splitSha256", "must say which model it is of");
        rules.Must(FittedOn is not null, "fittedOn", "must be a cohort's name");
        rules.Must(Models is { IsDefault: false } && Models.Length <= PredictorRegistry.All.Length, "models",
            $"must be those of at most {PredictorRegistry.All.Length} models");
        for (var i = 0; i < Models.Length; i++)
        {
            rules.Must(Models[i] is { Map: not null } && PredictorRegistry.Find(Models[i].Model) is not null, $"models[{i}]", "must be a model and its map");
            var (field, map) = ($"models[{i}].map", Models[i].Map);
            rules.Must(map.Logistic is null != map.Isotonic is null, field, "must be either logistic or isotonic");
            rules.Must(map.Logistic is null or { Slope: >= 0 and <= double.MaxValue, Intercept: >= double.MinValue and <= double.MaxValue },
                $"{field}.logistic", "must be two numbers, the slope not below 0");
            if (map.Isotonic is not { } steps) continue;
            rules.Must(!steps.At.IsDefaultOrEmpty && !steps.Value.IsDefault && steps.At.Length == steps.Value.Length, $"{field}.isotonic",
                "must be two lists of one length");
            rules.Must(Rises(steps.At) && Rises(steps.Value), $"{field}.isotonic", "must be probabilities that do not fall");
        }

        static bool Rises(ImmutableArray<double> list) => list.All(p => p is >= 0 and <= 1) && list.Zip(list.Skip(1)).All(pair => pair.First <= pair.Second);
    }

    /// <exception cref="RefusedInputException">The file is not there, not such a file, or of another model.</exception>
    public static Recalibration Read(string path, BundleManifest manifest)
    {
        try
        {
            var read = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), RecalibrationJson.Default.Recalibration)
                ?? throw new JsonException("it is null");
            read.Check(new FieldRules());
            return (read.SpecificationKey, read.SplitSha256) == (manifest.SpecificationKey, manifest.SplitSha256) ? read
                : throw new RefusedInputException($"{path}: this recalibration was fitted to another model (specification {read.SpecificationKey}). Evaluate "
                + "this model with --recalibrate to fit one to it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FieldException)
        {
            throw new RefusedInputException($"{path}: no recalibration can be read from it: {error.Message} It is the recalibration.json that 'axspa "
                + "evaluate --recalibrate' writes.",
                error);
        }
    }
}

public sealed record RecalibratedModel(PredictorId Model, ProbabilityMap Map);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, NewLine = "\n",
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Recalibration))]
internal sealed partial class RecalibrationJson : JsonSerializerContext;
