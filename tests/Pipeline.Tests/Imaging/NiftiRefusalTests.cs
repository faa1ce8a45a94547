using System.Buffers.Binary;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Bad input made on the spot, so that these rules are held where the golden files are not at hand.</summary>
public sealed class NiftiRefusalTests
{
    private static readonly byte[] SixtyShorts = MadeNifti.Int16s(Enumerable.Range(0, 60));

    [Theory]
    [InlineData(128, 24, "datatype is 128 (RGB colour)")]
    [InlineData(2304, 32, "datatype is 2304 (RGB colour)")]
    [InlineData(32, 64, "datatype is 32 (complex numbers)")]
    [InlineData(1792, 128, "datatype is 1792 (complex numbers)")]
    [InlineData(2048, 256, "datatype is 2048 (complex numbers)")]
    [InlineData(1536, 128, "datatype is 1536 (float128)")]
    [InlineData(1, 1, "datatype is 1 (one bit per voxel)")]
    [InlineData(77, 16, "datatype is 77, which is no type of the NIfTI standard")]
    public void A_datatype_that_is_no_scalar_is_refused_with_a_reason(int datatype, int bits, string message) =>
        Assert.Contains(message, Refusal(new MadeNifti { Datatype = datatype, BitsPerVoxel = bits, Voxels = new byte[60 * Math.Max(1, bits / 8)] }));

    [Fact]
    public void A_size_that_overflows_every_integer_is_refused_before_anything_is_allocated()
    {
        var made = new MadeNifti { Version = 2, Shape = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, 2, 2], Voxels = SixtyShorts };
        foreach (var name in (string[])["scan.nii", "scan.nii.gz"])
        {
            using var folder = new TemporaryFolder();
            var path = made.WriteTo(folder.Path, name);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("bytes in all", Assert.Throws<NiftiException>(() => NiftiImage.Open(path)).Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void A_gzip_file_that_claims_more_than_its_bytes_can_hold_is_refused_before_anything_is_allocated()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = [1000, 1000, 1000], Voxels = SixtyShorts }.WriteTo(folder.Path, "scan.nii.gz");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("can unpack to at most",
            Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, new InputGeometry([4, 4, 4]), null)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_volume_with_more_voxels_than_any_scan_is_refused_before_anything_is_allocated()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = [1024, 1024, 257], Datatype = (int)VoxelType.UInt8, BitsPerVoxel = 8, Voxels = [] }.WriteTo(folder.Path, "scan.nii");
        using (var file = File.OpenWrite(path))
            file.SetLength(352 + 1024 * 1024 * 257L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("one volume has 1024 × 1024 × 257 voxels; volumes up to 268435456 voxels are read",
            Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, new InputGeometry([4, 4, 4]), null)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_field_that_breaks_its_rule_is_named_with_its_value()
    {
        Assert.Contains("bitpix is 32, but datatype 4 (int16) has 16 bits", Refusal(new MadeNifti { BitsPerVoxel = 32, Voxels = new byte[240] }));
        Assert.Contains("pixdim[2] is -2 mm", Refusal(new MadeNifti { Zooms = [1, -2, 3], Voxels = SixtyShorts }));
        Assert.Contains("pixdim[3] is NaN mm", Refusal(new MadeNifti { Zooms = [1, 2, double.NaN], Voxels = SixtyShorts }));
        Assert.Contains("vox_offset is 12.5",
            Refusal(new MadeNifti { Voxels = SixtyShorts, Bend = bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(108), 12.5f) }));
        Assert.Contains("vox_offset is 0",
            Refusal(new MadeNifti { Voxels = SixtyShorts, Bend = bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(108), 0) }));
        Assert.Contains("scl_inter is NaN with scl_slope 2", Refusal(new MadeNifti { Slope = 2, Intercept = double.NaN, Voxels = SixtyShorts }));
        Assert.Contains("quatern_b, c, d are 1, 1, 0", Refusal(new MadeNifti { Sform = null, Qform = [1, 1, 0, 0, 0, 0, 1], Voxels = SixtyShorts }));
        Assert.Contains("older Analyze 7.5", Refusal(new MadeNifti { Voxels = SixtyShorts, Bend = bytes => bytes.AsSpan(344, 4).Clear() }));
    }

    [Fact]
    public void A_file_of_another_kind_is_recognised()
    {
        using var folder = new TemporaryFolder();
        var dicom = new byte[400];
        "DICM"u8.CopyTo(dicom.AsSpan(128));
        File.WriteAllBytes(folder["scan.nii"], dicom);
        Assert.Contains("this is a DICOM file. Convert the folder of its series to NIfTI with dcm2niix, for example", Refusal(folder["scan.nii"]));
        File.WriteAllBytes(folder["short.nii"], [0x5c, 1]);
        Assert.Contains("the file holds 2 bytes", Refusal(folder["short.nii"]));
        File.WriteAllBytes(folder["cut.nii"], [0x5c, 1, 0, 0, 0]);
        Assert.Contains("the header is cut off: NIfTI-1 needs 348 bytes, the file has 5", Refusal(folder["cut.nii"]));
        Assert.Contains("there is no such file", Refusal(folder["absent.nii"]));
        Assert.Contains("this is a folder", Refusal(folder.Path));
    }

    private static string Refusal(MadeNifti made)
    {
        using var folder = new TemporaryFolder();
        return Refusal(made.WriteTo(folder.Path, "scan.nii"));
    }

    private static string Refusal(string path)
    {
        var refusal = Assert.Throws<NiftiException>(() => NiftiImage.Open(path));
        Assert.StartsWith(path + ": ", refusal.Message);
        return refusal.Message;
    }
}
