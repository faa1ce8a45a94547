using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Turns the first bytes of a file into a <see cref="NiftiHeader"/>, or says which field breaks which rule.</summary>
internal static class NiftiHeaderReader
{
    private const string ConvertAgain = "Convert the scan again, for example with dcm2niix";

    /// <param name="path">For messages.</param>
    /// <param name="bytes">The first 348 bytes of the file (540 where <see cref="IsVersion2"/>), or all of a shorter one.</param>
    public static NiftiHeader Read(string path, ReadOnlySpan<byte> bytes)
    {
        var (version, bigEndian) = VersionOf(path, bytes);
        var needed = version == 1 ? NiftiFields.Bytes1 : NiftiFields.Bytes2;
        if (bytes.Length < needed)
            throw new NiftiException(path, $"the header is cut off: NIfTI-{version} needs {needed} bytes, the file has {bytes.Length}. Copy the file again.");

        var fields = new NiftiFields(bytes, version, bigEndian);
        var isPair = IsPair(path, fields, version);
        var shape = ShapeOf(path, fields);
        var type = TypeOf(path, fields);
        var header = new NiftiHeader
        {
            Version = version,
            IsBigEndian = bigEndian,
            IsPair = isPair,
            Shape = shape,
            Zooms = ZoomsOf(path, fields, shape.Length),
            Type = type,
            VoxelOffset = OffsetOf(path, fields, isPair, needed),
            RawSlope = fields.Slope,
            RawIntercept = fields.Intercept,
            QformCode = fields.QformCode,
            SformCode = fields.SformCode,
            Quaternion = fields.Quaternion,
            QformOffset = fields.QformOffset,
            QformHandedness = fields.PixDim(0) == -1 ? -1 : 1,
            SformRows = fields.SformRows,
            SpatialUnit = fields.Units & 7,
            Intent = fields.Intent,
        };
        if (header.IsScaled && !double.IsFinite(header.RawIntercept))
            throw new NiftiException(path,
                Invariant($"scl_inter is {header.RawIntercept} with scl_slope {header.RawSlope}; both must be finite. {ConvertAgain}."));
        return header;
    }

    /// <param name="bytes">At least four.</param>
    public static bool IsVersion2(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt32LittleEndian(bytes) == NiftiFields.Bytes2 || BinaryPrimitives.ReadInt32BigEndian(bytes) == NiftiFields.Bytes2;

    private static (int Version, bool BigEndian) VersionOf(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            throw new NiftiException(path, $"the file holds {bytes.Length} bytes, too few for a NIfTI header (348). Copy the file again.");
        var little = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return (little, BinaryPrimitives.ReverseEndianness(little)) switch
        {
            (NiftiFields.Bytes1, _) => (1, false),
            (NiftiFields.Bytes2, _) => (2, false),
            (_, NiftiFields.Bytes1) => (1, true),
            (_, NiftiFields.Bytes2) => (2, true),
            _ => throw new NiftiException(path, $"sizeof_hdr is {little}, expected 348 (NIfTI-1) or 540 (NIfTI-2): {WhatElse(bytes)}"),
        };
    }

    private static string WhatElse(ReadOnlySpan<byte> bytes)
    {
        if (DicomFile.Begins(bytes))
            return $"this is a DICOM file. {DicomFile.Advice}";
        if (bytes.StartsWith("version https://git-lfs"u8))
            return "this is a pointer of Git LFS and not the file itself. Type: git lfs pull";
        // What the text says is not told: it may be about a patient.
        var start = bytes[..Math.Min(bytes.Length, 24)];
        var line = start.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0 ? start[..end] : start;
        if (line.Length > 0 && line.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
            return line[0] == '<' ? "this is not an image but a web page. Download the file again." : "this is not an image but text. Is it the right file?";
        return $"this is not a NIfTI file, or its first bytes are damaged. {ConvertAgain}.";
    }

    private static bool IsPair(string path, NiftiFields fields, int version)
    {
        var magic = fields.Magic;
        var (single, pair) = version == 1 ? ("n+1\0", "ni1\0") : ("n+2\0\r\n\x1a\n", "ni2\0\r\n\x1a\n");
        if (magic.SequenceEqual(Encoding.ASCII.GetBytes(single)))
            return false;
        if (magic.SequenceEqual(Encoding.ASCII.GetBytes(pair)))
            return true;
        var hint = magic.IndexOfAnyExcept((byte)0) < 0
            ? "This may be the older Analyze 7.5 format, which does not say how the patient lay."
            : "Is the header damaged?";
        throw new NiftiException(path, $"magic is {Printable(magic)}, expected {Printable(Encoding.ASCII.GetBytes(single))} or "
            + $"{Printable(Encoding.ASCII.GetBytes(pair))} in a NIfTI-{version} header. {hint} {ConvertAgain}.");
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes)
            text.Append(b is >= 32 and < 127 ? ((char)b).ToString() : b == 0 ? "\\0" : $"\\x{b:x2}");
        return text.Append('"').ToString();
    }

    private static ImmutableArray<int> ShapeOf(string path, NiftiFields fields)
    {
        var count = fields.Dim(0);
        if (count is < 1 or > 7)
            throw new NiftiException(path, $"dim[0] is {count}; a NIfTI image has 1 to 7 dimensions. Is the header damaged? {ConvertAgain}.");
        var shape = new int[count];
        for (var i = 1; i <= count; i++)
        {
            if (fields.Dim(i) is < 1 or > int.MaxValue)
                throw new NiftiException(
                    path, $"dim[{i}] is {fields.Dim(i)}; a size must lie between 1 and {int.MaxValue}. Is the header damaged? {ConvertAgain}.");
            shape[i - 1] = (int)fields.Dim(i);
        }
        return ImmutableArray.Create(shape);
    }

    private static VoxelType TypeOf(string path, NiftiFields fields)
    {
        if (VoxelTypes.RefusalOf(fields.Datatype) is { } refusal)
            throw new NiftiException(path, refusal + ".");
        var type = (VoxelType)fields.Datatype;
        var bits = 8 * VoxelTypes.BytesOf(type);
        if (fields.BitsPerVoxel != bits)
            throw new NiftiException(path, $"bitpix is {fields.BitsPerVoxel}, but datatype {fields.Datatype} ({VoxelTypes.NameOf(type)}) has {bits} bits. "
                + $"Is the header damaged? {ConvertAgain}.");
        return type;
    }

    private static ImmutableArray<double> ZoomsOf(string path, NiftiFields fields, int count)
    {
        var zooms = new double[count];
        for (var i = 1; i <= count; i++)
        {
            zooms[i - 1] = fields.PixDim(i);
            if (i <= 3 && !(zooms[i - 1] > 0 && double.IsFinite(zooms[i - 1])))
                throw new NiftiException(path, Invariant($"pixdim[{i}] is {zooms[i - 1]} mm; a voxel size must be positive and finite. {ConvertAgain}."));
        }
        return ImmutableArray.Create(zooms);
    }

    private static long OffsetOf(string path, NiftiFields fields, bool isPair, int headerBytes)
    {
        var offset = fields.VoxelOffset;
        var least = isPair ? 0 : headerBytes + 4;
        if (!(offset >= least && offset < 1e15 && offset == Math.Floor(offset)))
            throw new NiftiException(path,
                Invariant($"vox_offset is {offset}; the voxels of this file must begin at a whole number of bytes, {least} or later. {ConvertAgain}."));
        return (long)offset;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
