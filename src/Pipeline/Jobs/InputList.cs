using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// The official files of earlier jobs that a job reads, each with its hash, as a file of the run's folder. A job names this file and its
/// hash instead of carrying the list: of 800 folds that is half a megabyte, and a message has an end.
/// </summary>
public static class InputList
{
    /// <summary>Of the file's name: enough that no two lists of one run share one.</summary>
    private const int NameDigits = 16;

    /// <summary>The content of the file, in the order of the inputs. The same inputs give the same bytes, so jobs that read the same share a file.</summary>
    public static byte[] Bytes(ImmutableArray<StoredFile> inputs) =>
        JsonSerializer.SerializeToUtf8Bytes(new InputListFile(inputs), InputListJson.Default.InputListFile);

    /// <summary>Where these inputs are listed, as a job names it.</summary>
    public static StoredFile Describe(RunFolder run, ReadOnlySpan<byte> bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return new StoredFile(Path.GetRelativePath(run.Workspace, Path.Combine(run.InputLists, $"{sha256[..NameDigits]}.json")).Replace('\\', '/'),
            bytes.Length, sha256);
    }

    /// <param name="list">As a job names it; null: the job reads no file of an earlier one.</param>
    /// <exception cref="IOException">It is not there, or holds other bytes than the coordinator wrote: which is mended by writing it again.</exception>
    public static ImmutableArray<StoredFile> Read(string workspace, StoredFile? list)
    {
        if (list is null)
            return [];
        var bytes = File.ReadAllBytes(Path.Combine(workspace, list.Path));
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == list.Sha256
            ? JsonSerializer.Deserialize(bytes, InputListJson.Default.InputListFile)!.Files
            : throw new IOException($"{list.Path}, which lists the files that this job reads, was altered. The coordinator writes it again "
            + "before the next attempt.");
    }
}

/// <summary>The file as it is written.</summary>
internal sealed record InputListFile(ImmutableArray<StoredFile> Files);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InputListFile))]
internal sealed partial class InputListJson : JsonSerializerContext;
