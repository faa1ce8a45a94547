using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The JSON form of what evaluation hands from job to job. NaN is refused by the serializer: undefined is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BootstrapShard))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(FitSummary))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
