using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>How one model became probabilities and decisions.</summary>
/// <param name="NotAvailable">Why the run has no such model; null where it has one.</param>
public sealed record ModelFit(PredictorId Model, string? NotAvailable, PlattScaling? Calibration, double? Threshold);

/// <summary>What fitting fixed before anything was evaluated (fit.json).</summary>
/// <param name="Models">Those that stand in the files of the run, in the registry's order.</param>
/// <param name="Rounds">Trees of the fusion; null without one.</param>
/// <param name="Features">Columns of the fusion.</param>
public sealed record FitSummary(ImmutableArray<ModelFit> Models, int? Rounds, ImmutableArray<string> Features)
{
    /// <exception cref="InvalidOperationException">The run has nothing to say of it.</exception>
    public ModelFit this[PredictorId model] => Models.Single(one => one.Model == model);

    /// <summary>Whether the run has such a model.</summary>
    public bool Has(PredictorId model) => Models.Any(one => one.Model == model && one.NotAvailable is null);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EvaluationJson.Default.FitSummary);

    /// <exception cref="RefusedInputException">Not a fit.json.</exception>
    public static FitSummary FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.FitSummary) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"fit.json cannot be read: {wrong.Message} Run the fusion again.", wrong);
        }
    }
}
