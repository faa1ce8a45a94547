using System.Text.RegularExpressions;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>The 17 broken or suspicious files of the golden set, each with the message that helps.</summary>
public sealed class MalformedGoldenTests
{
    private static readonly InputGeometry Geometry = new([4, 4, 4]);

    [Theory]
    [InlineData("m01_truncated.nii.gz", "772 bytes in all, but the file unpacks to only 568")]
    [InlineData("m02_wrong_magic.nii", @"magic is ""XXXX"", expected ""n\+1\\0"" or ""ni1\\0""")]
    [InlineData("m03_dim0_zero.nii", @"dim\[0\] is 0; a NIfTI image has 1 to 7 dimensions")]
    [InlineData("m04_negative_dim.nii", @"dim\[1\] is -5; a size must lie between 1 and")]
    [InlineData("m05_claims_1e9_voxels.nii", "announces 1000 × 1000 × 1000 voxels of int16 .* 2000000352 bytes in all, but the file holds only 772")]
    [InlineData("m06_datatype_zero.nii", "datatype is 0, which is no type of the NIfTI standard")]
    [InlineData("m07_nan_inf_data.nii", @"3 of 210 voxels are NaN or infinite, the first at \(0, 0, 0\), counted from 0 as stored\. .*repair the scan")]
    [InlineData("m09_empty.nii", @"the file is empty \(0 bytes\)")]
    [InlineData("m10_text.nii", @"sizeof_hdr is \d+, expected 348 \(NIfTI-1\) or 540 \(NIfTI-2\): this is not an image but text\. Is it the right file")]
    [InlineData("m13_sizeof_hdr_zero.nii", "sizeof_hdr is 0, expected 348")]
    [InlineData("m14_dim0_nine.nii", @"dim\[0\] is 9; a NIfTI image has 1 to 7 dimensions")]
    [InlineData("m16_zero_pixdim.nii", @"pixdim\[1\] is 0 mm; a voxel size must be positive")]
    [InlineData("m17_nan_affine.nii", @"the affine \(sform\) has a value that is not a finite number")]
    [InlineData("m20_singular_affine.nii", @"the affine \(sform\) is singular")]
    [InlineData("m21_header_only.nii", "announces 5 × 6 × 7 voxels of int16 from byte 352 on, 772 bytes in all, but the file holds only 348")]
    public void A_malformed_file_is_refused_with_the_message_that_helps(string name, string message)
    {
        var path = SharedImages.Golden("nifti_malformed/" + name);
        var refusal = Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, Geometry, volume: null));
        Assert.StartsWith(path + ": ", refusal.Message);
        Assert.Matches(new Regex(message, RegexOptions.Singleline), refusal.Message);
    }

    [Theory]
    [InlineData("m01_truncated.nii.gz")]
    [InlineData("m05_claims_1e9_voxels.nii")]
    public void Nothing_large_is_allocated_for_a_file_that_claims_too_much(string name)
    {
        var path = SharedImages.Golden("nifti_malformed/" + name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, Geometry, volume: null));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Gzip_content_under_another_name_is_unpacked_with_a_warning()
    {
        var prepared = ScanPreparation.Prepare(SharedImages.Golden("nifti_malformed/m23_gz_named_nii.nii"), Geometry, volume: null);
        Assert.Contains("gzip although the name does not end in .gz", Assert.Single(prepared.Warnings));
        Assert.All(prepared.Voxels, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_NaN_slope_means_unscaled_with_a_warning()
    {
        var path = SharedImages.Golden("nifti_malformed/m25_slope_nan.nii");
        Assert.Contains("scl_slope is NaN", Assert.Single(ScanPreparation.Prepare(path, Geometry, volume: null).Warnings));
        var inspection = NiftiInspection.Of(path);
        Assert.Equal((1, 0, 0L), (inspection.Slope, inspection.Intercept, inspection.NanVoxels));
    }

    [Fact]
    public void Inspection_reads_a_file_with_NaN_voxels_and_counts_them()
    {
        var inspection = NiftiInspection.Of(SharedImages.Golden("nifti_malformed/m07_nan_inf_data.nii"));
        Assert.Equal(3, inspection.NanVoxels + inspection.InfiniteVoxels);
        Assert.True(inspection.NanVoxels >= 1);
        Assert.Contains(inspection.Warnings, warning => warning.Contains("a cohort refuses this scan"));
        Assert.DoesNotContain("NaN\"", inspection.ToJson());
    }
}
