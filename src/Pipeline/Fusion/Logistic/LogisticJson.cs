using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Fusion.Logistic;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LogisticModel))]
internal sealed partial class LogisticJson : JsonSerializerContext;
