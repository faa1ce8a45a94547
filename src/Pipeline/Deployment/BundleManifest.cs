using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// <c>manifest.json</c>, the first file of a bundle: what the model is, and length and SHA-256 of every other file. It holds no
/// time, host, path or run, so that exporting a run twice, or on another machine, gives the same bytes.
/// </summary>
/// <param name="SpecificationKey">Of the run; equal keys and split hashes mean the same model.</param>
/// <param name="InstructionSet">Where its figures were computed: equal bits are promised for this kind of machine and these versions.</param>
/// <param name="Files">By name, in ordinal order.</param>
public sealed record BundleManifest(
    string Format, string Use, string Name, string SpecificationKey, string SplitSha256, string InstructionSet,
    ImmutableSortedDictionary<string, string> Software, ImmutableArray<BundledFile> Files)
{
    /// <summary>Raised when a bundle changes so that an older program would misread it.</summary>
    public const string CurrentFormat = "axspa-bundle 1";

    public const string ResearchUseOnly = "Research use only, not a medical device.";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.BundleManifest);

    /// <exception cref="JsonException">Not a manifest.</exception>
    public static BundleManifest FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BundleJson.Default.BundleManifest) ?? throw new JsonException("it is null");
}

/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record BundledFile(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BundleManifest))]
[JsonSerializable(typeof(ReferenceDistribution))]
[JsonSerializable(typeof(KnownAnswers))]
internal sealed partial class BundleJson : JsonSerializerContext;
