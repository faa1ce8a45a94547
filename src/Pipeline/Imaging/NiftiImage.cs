using System.Buffers;
using System.Globalization;
using System.Numerics;
using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Imaging;

/// <summary>An open NIfTI file: its header, where it lies in the patient, and its voxels one volume at a time.</summary>
public sealed class NiftiImage : IDisposable
{
    /// <summary>Of one volume: 512 × 512 × 1024. A scan of the sacroiliac joints has about a tenth of it at most.</summary>
    public const long MostVoxels = 1 << 28;

    private readonly NiftiByteSource _voxels;
    private readonly List<string> _warnings;

    private NiftiImage(string path, NiftiHeader header, Affine affine, NiftiByteSource voxels, List<string> warnings)
    {
        (Path, Header, Affine, _voxels, _warnings) = (path, header, affine, voxels, warnings);
        Orientation = Orientation.Of(affine);
    }

    public string Path { get; }
    public NiftiHeader Header { get; }

    /// <summary>From the stored voxel indices to millimetres in the patient (RAS+).</summary>
    public Affine Affine { get; }
    public Orientation Orientation { get; }

    /// <summary>For people: what was assumed about the file.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// Reads and checks the header. Before anything large is allocated, the size it claims is compared with the length of the
    /// file (for gzip: with the most that so many bytes can unpack to).
    /// </summary>
    /// <param name="path">.nii, .nii.gz, or either half of a .hdr/.img pair.</param>
    /// <exception cref="NiftiException">The file breaks a rule; the message says which, where, and what to do.</exception>
    public static NiftiImage Open(string path, ReadPermit? permit = null)
    {
        var warnings = new List<string>();
        var files = NiftiFilePair.Of(path);
        var source = NiftiByteSource.Open(files.Header, warnings, permit);
        try
        {
            var header = ReadHeader(source);
            if (header.IsPair == files.IsOneFile)
                throw new NiftiException(files.Header, header.IsPair
                    ? "magic says that header and voxels are two files, but the name is that of a single one. Rename it to .hdr and put its .img beside it."
                    : "magic says that header and voxels are one file. Rename it from .hdr to .nii.");
            var affine = NiftiAffine.Of(files.Header, header, warnings);
            WarnAbout(header, warnings);
            if (!files.IsOneFile)
            {
                source.RequireEnd(source.Position, warnings);
                source.Dispose();
                source = NiftiByteSource.Open(files.Voxels, warnings, permit);
            }
            CheckLength(header, source);
            return new NiftiImage(path, header, affine, source, warnings);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <param name="index">From 0. Volumes are read in rising order, each once, because gzip cannot go back.</param>
    /// <returns>To be disposed: its buffer is rented.</returns>
    public RawVolume ReadVolume(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Header.Volumes);
        var position = Header.VoxelOffset + index * Header.BytesPerVolume;
        if (position < _voxels.Position && _voxels.IsGzip)
            throw new InvalidOperationException($"Volume {index} of {Path} lies before what was read last.");
        if (Header.BytesPerVolume / VoxelTypes.BytesOf(Header.Type) > MostVoxels)
            throw new NiftiException(Path,
                $"one volume has {string.Join(" × ", Header.SpatialShape)} voxels; volumes up to {MostVoxels} voxels are read. Resample the scan to larger "
                + "voxels, or cut it to the joints.");
        if (Header.BytesPerVolume > Array.MaxLength)
            throw new NiftiException(Path,
                $"one volume takes {Header.BytesPerVolume} bytes; volumes up to {Array.MaxLength} bytes are read. Resample the scan to larger voxels.");

        var bytes = (int)Header.BytesPerVolume;
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            _voxels.SkipTo(position);
            var read = _voxels.Read(buffer.AsSpan(0, bytes));
            if (read < bytes)
                throw CutOff(Header, _voxels, $"{(_voxels.IsGzip ? "unpacks to only" : "holds only")} {_voxels.Position}");
            if (index == Header.Volumes - 1)
                RequireEnd();
            return new RawVolume(Header, buffer);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>That the file is whole to its end, though what lies there was not read. Of a gzip file nothing can be read afterwards.</summary>
    /// <exception cref="NiftiException">It is cut off, or damaged.</exception>
    public void RequireEnd() => _voxels.RequireEnd((long)NeededBytes(Header), _warnings);

    public void Dispose() => _voxels.Dispose();

    private static NiftiHeader ReadHeader(NiftiByteSource source)
    {
        // Not a byte past the header: of a gzip file the rest cannot be read twice.
        Span<byte> bytes = stackalloc byte[NiftiFields.Bytes2];
        var read = source.Read(bytes[..NiftiFields.Bytes1]);
        if (read == NiftiFields.Bytes1 && NiftiHeaderReader.IsVersion2(bytes))
            read += source.Read(bytes[NiftiFields.Bytes1..]);
        return NiftiHeaderReader.Read(source.Path, bytes[..read]);
    }

    private static void WarnAbout(NiftiHeader header, List<string> warnings)
    {
        if (!header.IsScaled && header.RawSlope != 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"scl_slope is {header.RawSlope}: the voxels are taken as they are stored, unscaled"));
        if (header.SpatialUnit is 1 or 3)
            warnings.Add($"xyzt_units says {(header.SpatialUnit == 1 ? "metre" : "micrometre")}; positions are read as millimetres all "
                + "the same (as nibabel does)");
        if (NiftiIntent.WarningOf(header.Intent) is { } intent)
            warnings.Add(intent);
    }

    private static void CheckLength(NiftiHeader header, NiftiByteSource source)
    {
        if (NeededBytes(header) > source.MostBytes)
            throw CutOff(header, source, $"{(source.IsGzip ? "can unpack to at most" : "holds only")} {source.MostBytes}");
    }

    private static BigInteger NeededBytes(NiftiHeader header) =>
        header.Shape.Aggregate((BigInteger)VoxelTypes.BytesOf(header.Type), (product, size) => product * size) + header.VoxelOffset;

    private static NiftiException CutOff(NiftiHeader header, NiftiByteSource source, string holds) => new(source.Path,
        $"the header announces {string.Join(" × ", header.Shape)} voxels of {VoxelTypes.NameOf(header.Type)} from byte {header.VoxelOffset} on, "
        + $"{NeededBytes(header)} bytes in all, but the file {holds}. "
        + "Is it cut off, or its header damaged? Copy the file again.");
}
