using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AxSpa.Pipeline.Cohort;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>The scans of a group of patients, read batch by batch.</summary>
internal sealed class ScanExamples : IExamples
{
    private readonly VolumeFiles _files;
    private readonly Device _device;
    private readonly Augmentation? _augmentation;
    private readonly ImmutableArray<(int Index, Scan Scan)> _scans;   // index: position in the cohort's scans
    private int[]? _order;
    private int _epoch;

    /// <param name="augmentation">How training epochs change the scans; null: not at all.</param>
    public ScanExamples(PreparedCohort cohort, ImmutableArray<int> patients, VolumeFiles files, Device device, Augmentation? augmentation)
    {
        (_files, _device, _augmentation) = (files, device, augmentation);
        var positions = patients.ToDictionary(patient => cohort.Patients[patient].Id, StringComparer.Ordinal);
        _scans = [.. cohort.Scans.Select((scan, index) => (index, scan)).Where(entry => positions.ContainsKey(entry.scan.PatientId))];
        Patients = [.. _scans.Select(entry => positions[entry.Scan.PatientId])];
    }

    public ImmutableArray<int> Patients { get; }

    public void BeginEpoch(int[] order, int epoch) => (_order, _epoch) = (order, epoch);

    public void BeginEvaluation() => _order = null;

    /// <returns>[length, 1, z, y, x].</returns>
    public Tensor Batch(int start, int length)
    {
        var (x, y, z) = (_files.SizeXyz[0], _files.SizeXyz[1], _files.SizeXyz[2]);
        using var scope = NewDisposeScope();
        var batch = empty([length, 1, z, y, x], dtype: ScalarType.Float32);
        var voxels = MemoryMarshal.Cast<byte, float>(batch.bytes);
        var scans = new (int Index, int LeftRightAxis)[length];
        for (var i = 0; i < length; i++)
        {
            var (index, scan) = _scans[_order?[start + i] ?? start + i];
            scans[i] = (index, scan.LeftRightAxis);
            _files.Read(scan).CopyTo(voxels[(i * x * y * z)..]);
        }
        batch = batch.to(_device);
        if (_order is not null && _augmentation is not null)
            batch = _augmentation.Apply(batch, scans, _epoch);
        return batch.MoveToOuterDisposeScope();
    }

    public void Dispose() { }
}
