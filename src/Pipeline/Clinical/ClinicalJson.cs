using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Clinical;

[JsonSourceGenerationOptions(WriteIndented = true, IgnoreReadOnlyProperties = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClinicalPreprocessing))]
internal sealed partial class ClinicalJson : JsonSerializerContext;
