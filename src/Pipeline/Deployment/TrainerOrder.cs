using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Deployment.Recalibration;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What a person on this machine asks of a trainer process outside of any run: one line of JSON, told from a job by its <c>order</c>.
/// Progress, warnings and the end come back as for a job. Paths are absolute.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
[JsonDerivedType(typeof(Predict), "predict")]
[JsonDerivedType(typeof(Evaluate), "evaluate")]
[JsonDerivedType(typeof(Explain), "explain")]
public abstract record TrainerOrder
{
    /// <summary>Probabilities of patients without labels.</summary>
    /// <param name="Cohort">The cohort's YAML file.</param>
    /// <param name="Recalibration">A recalibration.json that is applied beside; null: none.</param>
    /// <param name="Out">Gets predictions.csv.</param>
    public sealed record Predict(ModelSource Model, string Cohort, string? Recalibration, string Out) : TrainerOrder;

    /// <summary>Figures of the model on a labelled cohort.</summary>
    /// <param name="Recalibrate">Null: nothing is fitted on the cohort.</param>
    /// <param name="Draws">Of the bootstrap; null: as many as the run.</param>
    /// <param name="Out">A new folder.</param>
    public sealed record Evaluate(ModelSource Model, string Cohort, RecalibrationMethod? Recalibrate, int? Draws, string Out) : TrainerOrder;

    /// <summary>Why the model answers as it does for some patients.</summary>
    /// <param name="Cohort">Null: patients of the run's own cohort.</param>
    /// <param name="Out">A new folder.</param>
    public sealed record Explain(ModelSource Model, string? Cohort, ImmutableArray<string> Patients, string Out) : TrainerOrder;

    public string ToJson() => JsonSerializer.Serialize(this, TrainerOrderJson.Default.TrainerOrder);

    /// <summary>Whether a line begins as an order does; a job has no such member.</summary>
    public static bool IsOne(string line) => line.StartsWith("{\"order\":", StringComparison.Ordinal);

    /// <exception cref="JsonException">The line is not JSON, or an order of a kind that this version does not know.</exception>
    public static TrainerOrder FromJson(string line) =>
        JsonSerializer.Deserialize(line, TrainerOrderJson.Default.TrainerOrder) ?? throw new JsonException("An order is an object, not null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainerOrder))]
internal sealed partial class TrainerOrderJson : JsonSerializerContext;
