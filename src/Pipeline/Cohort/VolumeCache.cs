using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Beside each volume: what it holds and what was assumed about its source, so that a reuse warns as the first time.</summary>
/// <param name="Sha256">Of the volume file.</param>
/// <param name="Acquisition">Null: written before planes were told.</param>
internal sealed record CachedVolume(string Sha256, ImmutableArray<int> Size, ImmutableArray<string> Warnings, ScanAcquisition? Acquisition = null);

/// <summary>
/// Prepared volumes of all runs of a workspace, named by what they were made from and how: a file that is there and whole is
/// never computed again. Voxels lie as little-endian float32, z slowest and x fastest, without a header.
/// </summary>
internal sealed class VolumeCache(string workspace)
{
    /// <summary>Raised whenever preparation changes what it computes: older volumes are then no longer found.</summary>
    private const string Version = "axspa-volume 1";

    /// <param name="sourceSha256">Of the source file's bytes.</param>
    /// <param name="prepare">Called only where the cache does not hold the volume whole.</param>
    /// <returns>The volume's path relative to the workspace, and what is known of it.</returns>
    public (string Path, CachedVolume Volume, ScanAcquisition Acquisition) Get(
        string sourceSha256, InputGeometry geometry, int? volume, Func<PreparedVolume> prepare)
    {
        var relative = RunFolder.VolumeOf(Key(sourceSha256, geometry, volume));
        var path = Path.Combine(workspace, relative);
        var note = RunFolder.NoteOfVolume(path);
        if (Whole(path, note) is { Acquisition: { } acquisition } whole) return (relative, whole, acquisition);

        var prepared = prepare();
        var bytes = LittleEndian(prepared.Voxels);
        var cached = new CachedVolume(Convert.ToHexStringLower(SHA256.HashData(bytes)), prepared.Size, prepared.Warnings, prepared.Acquisition);
        AtomicFile.Write(path, stream => stream.Write(bytes));
        AtomicFile.Write(note, JsonSerializer.SerializeToUtf8Bytes(cached, CohortJson.Default.CachedVolume)); // last: it vouches for the volume
        return (relative, cached, prepared.Acquisition);
    }

    private static CachedVolume? Whole(string path, string note)
    {
        try
        {
            if (!File.Exists(note) || !File.Exists(path)) return null;
            var cached = JsonSerializer.Deserialize(File.ReadAllBytes(note), CohortJson.Default.CachedVolume);
            using var stream = File.OpenRead(path);
            return cached is { Sha256: { } hash } && Convert.ToHexStringLower(SHA256.HashData(stream)) == hash ? cached : null;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null; // damaged: computed again and replaced
        }
    }

    private static string Key(string sourceSha256, InputGeometry geometry, int? volume)
    {
        var spacing = geometry.SpacingMm is { } millimetres ? string.Join(' ', millimetres.Select(mm => mm.ToString("R", CultureInfo.InvariantCulture))) : "-";
        var frame = geometry.Frame == ScanFrame.Ras ? "" : "frame acquisition\n"; // RAS is older than this line
        var text =
            $"{Version}\n{frame}{sourceSha256}\nsize {string.Join(' ', geometry.Size)}\nspacing {spacing}\nvolume "
            + $"{volume?.ToString(CultureInfo.InvariantCulture) ?? "-"}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static byte[] LittleEndian(float[] voxels)
    {
        var bytes = MemoryMarshal.AsBytes(voxels.AsSpan()).ToArray();
        if (!BitConverter.IsLittleEndian)
            for (var i = 0; i < bytes.Length; i += sizeof(float)) bytes.AsSpan(i, sizeof(float)).Reverse();
        return bytes;
    }
}
