using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>How one model became probabilities and decisions.</summary>
/// <param name="NotAvailable">Why the run has no such model; null where it has one.</param>
public sealed record ModelFit(Model Model, string? NotAvailable, PlattScaling? Calibration, double? Threshold);

/// <summary>What fitting fixed before anything was evaluated (fit.json).</summary>
/// <param name="Models">All three, in the order of <see cref="Model"/>.</param>
/// <param name="Rounds">Trees of the fusion; null without one.</param>
/// <param name="Features">Columns of the fusion.</param>
public sealed record FitSummary(ImmutableArray<ModelFit> Models, int? Rounds, ImmutableArray<string> Features)
{
    public ModelFit this[Model model] => Models[(int)model];

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
