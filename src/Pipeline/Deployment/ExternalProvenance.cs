using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What a frozen model was asked about, when and with what (provenance.json beside the answers). All else in that folder depends on model and cohort alone.
/// </summary>
/// <param name="Model">The run's name, and what makes it that model.</param>
/// <param name="Inputs">Every file of the cohort that was read; scans have numbers, for their names may tell who the patients are.</param>
public sealed record ExternalProvenance(
    string Use, string Model, string SpecificationKey, string SplitSha256, string? BundleSha256, string Cohort, DateTimeOffset At, string Host, string Device,
    string InstructionSet,
    ImmutableSortedDictionary<string, string> Software, ImmutableArray<InputFile> Inputs)
{
    public const string FileName = "provenance.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExternalProvenanceJson.Default.ExternalProvenance);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExternalProvenance))]
internal sealed partial class ExternalProvenanceJson : JsonSerializerContext;
