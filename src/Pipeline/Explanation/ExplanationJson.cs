using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Explanation;

/// <summary>Numbers read back exactly; one that is not finite is written by its name, for a table of contributions has it too.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(FoldAttributions))]
[JsonSerializable(typeof(FoldMaps))]
internal sealed partial class ExplanationJson : JsonSerializerContext;
