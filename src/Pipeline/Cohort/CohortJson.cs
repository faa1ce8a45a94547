using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What <c>patients.csv</c> cannot say of itself: the types and levels of its columns, and the size of the volumes.</summary>
internal sealed record CohortColumns(ImmutableArray<ClinicalColumn> Columns, ImmutableArray<int>? VolumeSize);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CohortColumns))]
[JsonSerializable(typeof(CachedVolume))]
[JsonSerializable(typeof(CohortReport))]
internal sealed partial class CohortJson : JsonSerializerContext;
