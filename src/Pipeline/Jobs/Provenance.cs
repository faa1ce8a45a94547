using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// Where and with what a result was made (provenance.json). All that differs between two runs of one specification (time, host,
/// attempts) stands here and in run.log, and nowhere else among the results.
/// </summary>
/// <param name="Files">What the report was made from, each with its attempt in its path: the official files of every job of the run.</param>
public sealed record Provenance(
    string Use, string Run, string SpecificationKey, string SplitSha256, DateTimeOffset ReportedAt, string Host, string OperatingSystem,
    string InstructionSet, string Device, int ThreadsPerJob, ImmutableSortedDictionary<string, string> Software,
    ImmutableArray<InputFile> Inputs, ImmutableArray<StoredFile> Files)
{
    public const string FileName = "provenance.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProvenanceJson.Default.Provenance);

    /// <summary>What a record that was written whole cannot lack; null: nothing.</summary>
    private string? Gap =>
        Files.IsDefault || Files.Any(file => file is not { Path.Length: > 0, Sha256.Length: > 0 }) ? "files"
        : Inputs.IsDefault || Inputs.Any(file => file is null) ? "inputs"
        : Software is null || Software.Values.Any(version => version is null) ? "software"
        : SpecificationKey is null ? "specificationKey"
        : SplitSha256 is null ? "splitSha256"
        : InstructionSet is null ? "instructionSet"
        : null;

    /// <exception cref="RefusedInputException">The file is not there, or is not what <see cref="ToJson"/> wrote.</exception>
    public static Provenance Read(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), ProvenanceJson.Default.Provenance) ?? throw new JsonException("null");
            return read.Gap is not { } gap ? read : throw new JsonException($"{gap} is missing or empty.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{path}: the record of what the results were made from cannot be read: {error.Message}", error);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ProvenanceJson : JsonSerializerContext;
