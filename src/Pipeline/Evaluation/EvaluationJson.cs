using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The JSON form of what evaluation hands from job to job. NaN is refused by the serializer: undefined is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BootstrapFile.Header))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(FitSummary))]
[JsonSerializable(typeof(SubgroupTable))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
