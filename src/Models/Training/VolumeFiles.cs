using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <summary>Reads prepared volumes, verified by their hash at first sight, and keeps them in memory when all of them are small.</summary>
/// <param name="sizeXyz">Voxels along x, y, z.</param>
internal sealed class VolumeFiles(string workspace, ImmutableArray<int> sizeXyz, int scans)
{
    private const long KeptBytes = 2L << 30;

    private readonly ConcurrentDictionary<string, float[]> _kept = [];
    private readonly ConcurrentDictionary<string, bool> _verified = [];
    private readonly int _voxels = sizeXyz.Aggregate(1, (product, size) => checked(product * size));

    public ImmutableArray<int> SizeXyz { get; } = sizeXyz;

    private bool KeepsAll => 4L * _voxels * scans < KeptBytes;

    /// <returns>Voxels, z slowest and x fastest.</returns>
    /// <exception cref="WorkspaceFileException">The file is missing, or not the one that the cohort job wrote: the coordinator has it prepared
    /// again.</exception>
    /// <exception cref="FoldFailedException">It cannot be read.</exception>
    public float[] Read(Scan scan)
    {
        if (_kept.TryGetValue(scan.Volume, out var kept))
            return kept;
        var path = Path.Combine(workspace, scan.Volume);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(scan, "it is gone", gone);
        }
        catch (IOException error)
        {
            throw new FoldFailedException(FailureKind.Storage, $"The prepared scan {path} cannot be read: {error.Message}", error);
        }
        if (bytes.Length != 4L * _voxels)
            throw Damaged(scan, string.Create(CultureInfo.InvariantCulture, $"it has {bytes.Length} bytes, expected {4L * _voxels}"));
        var isNew = _verified.TryAdd(scan.Volume, true);
        if (isNew && Convert.ToHexStringLower(SHA256.HashData(bytes)) != scan.Sha256)
            throw Damaged(scan, "its SHA-256 is not the recorded one");
        var voxels = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        if (isNew && Array.Exists(voxels, voxel => !float.IsFinite(voxel)))
            throw new RefusedInputException(
                $"The prepared scan {scan.Volume} (scans.csv says whose) holds values that are no finite numbers: an earlier version "
                + "took a scan whose contrast "
                + "does not fit into single precision. Repair the scan or take it out, and prepare the cohort in a new run.");
        if (KeepsAll)
            _kept[scan.Volume] = voxels;
        return voxels;
    }

    private static WorkspaceFileException Damaged(Scan scan, string what, Exception? inner = null) =>
        new(scan.Volume, $"The prepared scan {scan.Volume} (scans.csv says whose) is damaged: {what}. It is prepared again from the scan itself.", inner);
}
