using System.Runtime.Intrinsics;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Rows along the fastest stored axis as scaled single-precision values, blended between neighbouring rows.</summary>
internal sealed class StoredRows(RawVolume volume, NiftiHeader header)
{
    private readonly int _length = header.SpatialShape[0];
    private readonly int _rowsPerSlice = header.SpatialShape[1];
    private readonly float[] _row = new float[header.SpatialShape[0]];

    // Up to 16 bits and float32 convert without loss; wider types are scaled in double precision and rounded once.
    private readonly double[]? _wide = VoxelTypes.BytesOf(header.Type) > 2 && header.Type != VoxelType.Float32 ? new double[header.SpatialShape[0]] : null;
    private readonly bool _isScaled = header.Slope != 1 || header.Intercept != 0;

    /// <summary>The weighted mean of up to four rows: two neighbours along the middle axis, in two neighbouring slices.</summary>
    public void Blend(int row, float rowWeight, int slice, float sliceWeight, Span<float> into)
    {
        into.Clear();
        Add(row, slice, (1 - rowWeight) * (1 - sliceWeight), into);
        Add(row + 1, slice, rowWeight * (1 - sliceWeight), into);
        Add(row, slice + 1, (1 - rowWeight) * sliceWeight, into);
        Add(row + 1, slice + 1, rowWeight * sliceWeight, into);
    }

    private void Add(int row, int slice, float weight, Span<float> into)
    {
        if (weight == 0) // also where there is no further row
            return;
        Load((slice * _rowsPerSlice + row) * _length);
        var n = 0;
        for (; n + Vector256<float>.Count <= into.Length; n += Vector256<float>.Count)
            (Vector256.Create<float>(into[n..]) + Vector256.Create(_row.AsSpan(n)) * weight).CopyTo(into[n..]);
        for (; n < into.Length; n++)
            into[n] += _row[n] * weight;
    }

    private void Load(int start)
    {
        if (_wide is null)
        {
            VoxelConversion.ToSingle(volume.Type, volume.Bytes, start, _row);
            if (_isScaled)
                for (var n = 0; n < _row.Length; n++)
                    _row[n] = (float)(_row[n] * header.Slope + header.Intercept);
            return;
        }
        volume.CopyScaled(start, _wide);
        for (var n = 0; n < _row.Length; n++)
            _row[n] = (float)_wide[n];
    }
}
