using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Cohort;

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CohortSchema))]
[JsonSerializable(typeof(CachedVolume))]
[JsonSerializable(typeof(CohortReport))]
internal sealed partial class CohortJson : JsonSerializerContext;
