using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AxSpa.Pipeline.Files;

namespace AxSpa.Models.Training;

/// <summary>The checkpoints of one attempt: <c>epoch-0007.json</c>, which names and hashes its two files of tensors.</summary>
internal sealed class CheckpointFolder(string attemptFolder)
{
    private const int Kept = 2;   // a damaged newest one falls back to the one before

    public string Folder { get; } = Path.Combine(attemptFolder, "checkpoints");

    public string TensorsOf(int epoch) => Path.Combine(Folder, Name("epoch", epoch, "safetensors"));
    public string BestWeightsOf(int epoch) => Path.Combine(Folder, Name("best", epoch, "safetensors"));

    /// <summary>Makes the files of a checkpoint count, and deletes those that no kept checkpoint names.</summary>
    public void Seal(Checkpoint checkpoint)
    {
        AtomicFile.Write(DescriptionOf(checkpoint.State.Epoch), JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJson.Default.Checkpoint));
        var descriptions = Descriptions();
        var named = descriptions.Take(Kept).Select(Parse).OfType<Checkpoint>()
            .SelectMany(kept => new[] { kept.Tensors.File, kept.BestWeights.File }).ToHashSet(StringComparer.Ordinal);
        foreach (var old in descriptions.Skip(Kept))
            File.Delete(old);
        foreach (var tensors in Directory.EnumerateFiles(Folder, "*.safetensors").Where(file => !named.Contains(Path.GetFileName(file))))
            File.Delete(tensors);
    }

    /// <summary>The newest checkpoint of this job whose files are all there and unchanged; null when there is none.</summary>
    public Checkpoint? NewestWhole(string jobIdentity) => Directory.Exists(Folder)
        ? Descriptions()
            .Select(Parse)
            .FirstOrDefault(checkpoint => checkpoint?.JobIdentity == jobIdentity && IsWhole(checkpoint.Tensors) && IsWhole(checkpoint.BestWeights))
        : null;

    /// <summary>Copies a checkpoint of an earlier attempt here, where it can be continued without touching the other's folder.</summary>
    public void Adopt(CheckpointFolder earlier, Checkpoint checkpoint)
    {
        foreach (var part in (Checkpoint.Part[])[checkpoint.Tensors, checkpoint.BestWeights])
            AtomicFile.Write(Path.Combine(Folder, part.File), copy =>
            {
                using var original = File.OpenRead(Path.Combine(earlier.Folder, part.File));
                original.CopyTo(copy);
            });
        Seal(checkpoint);
    }

    public static Checkpoint.Part PartOf(string path)
    {
        using var stream = File.OpenRead(path);
        return new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private bool IsWhole(Checkpoint.Part part)
    {
        var path = Path.Combine(Folder, part.File);
        return File.Exists(path) && PartOf(path).Sha256 == part.Sha256;
    }

    /// <summary>Newest first.</summary>
    private string[] Descriptions() => [.. Directory.EnumerateFiles(Folder, "epoch-*.json").OrderDescending(StringComparer.Ordinal)];

    private static Checkpoint? Parse(string description)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(description), CheckpointJson.Default.Checkpoint);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string DescriptionOf(int epoch) => Path.Combine(Folder, Name("epoch", epoch, "json"));

    private static string Name(string what, int epoch, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}-{epoch:D4}.{extension}");
}
