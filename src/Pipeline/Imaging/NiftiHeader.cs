using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>What a NIfTI-1 or NIfTI-2 header says, checked, in one form for both versions.</summary>
public sealed record NiftiHeader
{
    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }
    public required bool IsBigEndian { get; init; }

    /// <summary>Header and voxels lie in two files (.hdr and .img).</summary>
    public required bool IsPair { get; init; }

    /// <summary>One to seven sizes, as stored: the first index varies fastest in the file.</summary>
    public required ImmutableArray<int> Shape { get; init; }

    /// <summary>Step along each axis of <see cref="Shape"/>: millimetres for the first three, as stored.</summary>
    public required ImmutableArray<double> Zooms { get; init; }
    public required VoxelType Type { get; init; }

    /// <summary>Where the voxels begin, in bytes.</summary>
    public required long VoxelOffset { get; init; }

    /// <summary>As stored; 0 and NaN mean unscaled.</summary>
    public required double RawSlope { get; init; }
    public required double RawIntercept { get; init; }
    public required int QformCode { get; init; }
    public required int SformCode { get; init; }

    /// <summary>b, c, d of the unit quaternion of the qform.</summary>
    public required ImmutableArray<double> Quaternion { get; init; }
    public required ImmutableArray<double> QformOffset { get; init; }

    /// <summary>1 or -1: the handedness of the qform's third axis.</summary>
    public required double QformHandedness { get; init; }

    /// <summary>The three rows of the sform, four numbers each.</summary>
    public required ImmutableArray<double> SformRows { get; init; }

    /// <summary>The spatial part of <c>xyzt_units</c>: 0 unknown, 1 metre, 2 millimetre, 3 micrometre.</summary>
    public required int SpatialUnit { get; init; }

    /// <summary><c>intent_code</c>: 0 says nothing, others what the values mean (<see cref="NiftiIntent"/>).</summary>
    public required int Intent { get; init; }

    public bool IsScaled => RawSlope != 0 && double.IsFinite(RawSlope);
    public double Slope => IsScaled ? RawSlope : 1;
    public double Intercept => IsScaled ? RawIntercept : 0;

    /// <summary>Sizes of the three spatial axes; missing ones count 1.</summary>
    public ImmutableArray<int> SpatialShape => [SizeOf(0), SizeOf(1), SizeOf(2)];

    /// <summary>Product of the sizes beyond the third: 1 for an ordinary scan.</summary>
    public long Volumes => Shape.Skip(3).Aggregate(1L, (product, size) => product * size);
    public long VoxelsPerVolume => (long)SizeOf(0) * SizeOf(1) * SizeOf(2);
    public long BytesPerVolume => VoxelsPerVolume * VoxelTypes.BytesOf(Type);

    private int SizeOf(int axis) => axis < Shape.Length ? Shape[axis] : 1;
}
