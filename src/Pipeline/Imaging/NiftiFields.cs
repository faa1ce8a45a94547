using System.Buffers.Binary;
using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Where the fields of a header lie, and how wide they are, for both versions of the format.</summary>
/// <remarks>nifti1.h and nifti2.h of the NIfTI Data Format Working Group.</remarks>
internal readonly ref struct NiftiFields(ReadOnlySpan<byte> bytes, int version, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public const int Bytes1 = 348;
    public const int Bytes2 = 540;

    public ReadOnlySpan<byte> Magic => version == 1 ? _bytes.Slice(344, 4) : _bytes.Slice(4, 8);
    public long Dim(int i) => version == 1 ? Int16(40 + 2 * i) : Int64(16 + 8 * i);
    public int Datatype => Int16(version == 1 ? 70 : 12);
    public int BitsPerVoxel => Int16(version == 1 ? 72 : 14);
    public double PixDim(int i) => Real(76, 104, i);
    public double VoxelOffset => version == 1 ? Single(108) : Int64(168);
    public double Slope => Real(112, 176, 0);
    public double Intercept => Real(116, 184, 0);
    public int Units => version == 1 ? _bytes[123] : Int32(500);
    public int Intent => version == 1 ? Int16(68) : Int32(504);
    public int QformCode => version == 1 ? Int16(252) : Int32(344);
    public int SformCode => version == 1 ? Int16(254) : Int32(348);
    public ImmutableArray<double> Quaternion => Reals(256, 352, 3);
    public ImmutableArray<double> QformOffset => Reals(268, 376, 3);
    public ImmutableArray<double> SformRows => Reals(280, 400, 12);

    private ImmutableArray<double> Reals(int offset1, int offset2, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Real(offset1, offset2, i);
        return ImmutableArray.Create(values);
    }

    private double Real(int offset1, int offset2, int i) =>
        version == 1 ? Single(offset1 + 4 * i) : BitConverter.Int64BitsToDouble(Int64(offset2 + 8 * i));

    private short Int16(int offset) => bigEndian
        ? BinaryPrimitives.ReadInt16BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadInt16LittleEndian(_bytes[offset..]);

    private int Int32(int offset) => bigEndian
        ? BinaryPrimitives.ReadInt32BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadInt32LittleEndian(_bytes[offset..]);

    private long Int64(int offset) => bigEndian
        ? BinaryPrimitives.ReadInt64BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadInt64LittleEndian(_bytes[offset..]);

    private float Single(int offset) => BitConverter.Int32BitsToSingle(Int32(offset));
}
