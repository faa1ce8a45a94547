using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Files that say two things at once, that are no pictures by what they say, or that single precision cannot hold.</summary>
public sealed class ScanDoubtTests
{
    private static readonly double[] Straight = [1, 0, 0, 10, 0, 2, 0, 20, 0, 0, 3, 30];

    [Fact]
    public void An_sform_and_a_qform_that_disagree_are_told_with_numbers_and_the_sform_is_used()
    {
        var warnings = Warnings(new MadeNifti { Sform = Straight, Qform = [0, 1, 0, 10, 20, 30, 1] }, out var inspected); // half a turn about y
        Assert.Contains("sform (code 2, RAS) and qform (code 1, LAI) disagree about where the voxels lie, by up to 24.3 mm and 180.0 "
            + "degrees; the sform is used",
            Assert.Single(warnings));
        Assert.Equal("RAS", inspected.Orientation);
        Assert.Contains("the qform is no rotation, though its code is 1; the sform is used",
            Assert.Single(Warnings(new MadeNifti { Sform = Straight, Qform = [1, 1, 0, 10, 20, 30, 1] }, out _)));
        Assert.Contains("disagree about where the voxels lie, by up to 5.0 mm and 0.0 degrees",
            Assert.Single(Warnings(new MadeNifti { Sform = Straight, Qform = [0, 0, 0, 10, 25, 30, 1] }, out _)));
    }

    /// <summary>Written from one affine, however it is turned and mirrored, they agree; turned further by some degrees, they do not.</summary>
    [Fact]
    public void Whatever_the_position_one_rotation_agrees_with_itself_and_not_with_another() =>
        Gen.Select(Gen.OneOfConst(OrientationTests.Codes().ToArray()), Gen.Double[-0.4, 0.4].Array[3], Gen.Double[0.1, 0.6],
            Gen.Int[0, 2]).Sample((code, tilt, further, about) =>
        {
            using var folder = new TemporaryFolder();
            var affine = MadeAffine.Tilt(MadeAffine.Towards(code, [0.7, 1.1, 4], [-90, 80, 300]), tilt);
            var voxels = Enumerable.Range(0, 24 * 24 * 24).Select(n => (short)(n % 997)).ToArray();
            NiftiWriter.Write(folder["scan.nii"], [24, 24, 24], affine, voxels);
            Assert.Empty(NiftiInspection.Of(folder["scan.nii"]).Warnings);

            var turned = MadeAffine.Tilt(affine, [.. Enumerable.Range(0, 3).Select(axis => axis == about ? further : 0)]);
            var bytes = File.ReadAllBytes(folder["scan.nii"]);
            for (var i = 0; i < 12; i++) BitConverter.TryWriteBytes(bytes.AsSpan(280 + 4 * i), (float)turned.Rows[i]);
            File.WriteAllBytes(folder["scan.nii"], bytes);
            Assert.Contains("disagree about where the voxels lie", Assert.Single(NiftiInspection.Of(folder["scan.nii"]).Warnings));
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(1, 1002, "a label map (NIFTI_INTENT_LABEL)")]
    [InlineData(2, 1002, "a label map (NIFTI_INTENT_LABEL)")]
    [InlineData(1, 3, "a map of a statistic")]
    [InlineData(1, 1007, "a field of vectors")]
    [InlineData(2, 2003, "a colour image")]
    [InlineData(1, 999, "something that NIfTI does not name")]
    public void A_file_that_calls_itself_no_picture_is_told(int version, int intent, string what)
    {
        var made = new MadeNifti { Version = version, Bend = bytes => BitConverter.TryWriteBytes(bytes.AsSpan(version == 1 ? 68 : 504), (short)intent) };
        Assert.Contains($"intent_code is {intent}, by which the file calls itself {what}", Assert.Single(Warnings(made, out _)));
    }

    [Fact]
    public void Few_whole_numbers_are_told_to_look_like_a_mask()
    {
        string Mask(int values) =>
            string.Concat(Warnings(new MadeNifti { Shape = [8, 8, 8], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 512).Select(n => n % values)) }, out _));
        Assert.Contains("all voxels hold one of 2 whole numbers (0, 1), as in a mask or a label map", Mask(2));
        Assert.Contains("all voxels hold one of 16 whole numbers (0, 1, 2, 3, 4, 5, …)", Mask(16));
        Assert.Empty(Mask(17));
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = [8, 8, 8], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 512).Select(n => n % 2)) }.WriteTo(folder.Path, "scan.nii");
        Assert.Contains(ScanPreparation.Prepare(path, new InputGeometry([4, 4, 4]), null).Warnings,
            warning => warning.Contains("mask", StringComparison.Ordinal));
    }

    /// <summary>Whatever the scale, a scan is prepared to finite voxels or refused; and it is prepared wherever single precision holds its contrast.</summary>
    [Fact]
    public void No_slope_and_no_intercept_makes_a_voxel_that_is_not_finite() =>
        Gen.Select(Gen.Double[-48, 45], Gen.Bool, Gen.OneOf(Gen.Const(0.0), Gen.Double[-1e3, 1e3], Gen.Double[-1e38, 1e38]),
            Gen.OneOfConst(1, 2)).Sample((exponent, negative, intercept, version) =>
        {
            using var folder = new TemporaryFolder();
            var slope = Math.Pow(10, exponent) * (negative ? -1 : 1);
            if (version == 1) (slope, intercept) = ((float)slope, (float)intercept);
            if (slope == 0 || !double.IsFinite(slope)) return;
            var path = new MadeNifti
            {
                Version = version,
                Slope = slope,
                Intercept = intercept,
                Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60).Select(n => n * n))
            }.WriteTo(
                folder.Path, "scan.nii");
            try
            {
                Assert.All(ScanPreparation.Prepare(path, new InputGeometry([3, 4, 5]), null).Voxels, voxel => Assert.True(float.IsFinite(voxel)));
            }
            catch (NiftiException refusal)
            {
                Assert.Matches("single precision|nothing to see", refusal.Message);
                var most = Math.Abs(slope) * 3481 + Math.Abs(intercept);
                Assert.True(most > 1e36 || Math.Abs(slope) * 500 < 1e-37 || Math.Abs(slope) * 500 < 1e-6 * Math.Abs(intercept),
                    $"{slope} {intercept} is refused: {refusal.Message}");
            }
        }, iter: 300);

    [Fact]
    public void A_contrast_below_single_precision_is_named_as_what_it_is()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Slope = 1e-42, Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.WriteTo(folder.Path, "scan.nii");
        Assert.Contains("single precision, which networks read, does not hold such a small contrast. Is scl_slope",
            Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, new InputGeometry([3, 3, 3]), null)).Message);
    }

    [Fact]
    public void DICOM_is_told_apart_by_its_content_and_its_name()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = [.. new byte[128], .. "DICM"u8, .. new byte[400]];
        File.WriteAllBytes(folder["IM0001"], bytes);
        Assert.True(DicomFile.IsOne(folder["IM0001"]));
        Assert.False(DicomFile.IsOne(folder["nothing"]));
        Assert.True(DicomFile.IsNamed("x.DCM"));
        File.WriteAllBytes(folder["x.nii"], bytes);
        Assert.Contains("dcm2niix -z y", Assert.Throws<NiftiException>(() => NiftiInspection.Of(folder["x.nii"])).Message);
    }

    /// <summary>The halves of a pair find each other whatever the case of their endings; where several could be meant, none is chosen.</summary>
    [Fact]
    public void Halves_of_a_pair_find_each_other_in_any_case() =>
        Gen.Bool.Array[6].Sample(capitals =>
        {
            using var folder = new TemporaryFolder();
            string Cased(string ending, int from) =>
                "." + string.Concat(ending.Select((letter, i) => capitals[from + i] ? char.ToUpperInvariant(letter) : letter));
            var made = new MadeNifti { Pair = true, Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) };
            var (header, voxels) = (folder["scan" + Cased("hdr", 0)], folder["scan" + Cased("img", 3)]);
            File.WriteAllBytes(header, made.Header());
            File.WriteAllBytes(voxels, made.StoredVoxels());
            Assert.Equal(new NiftiFilePair(header, voxels), NiftiFilePair.Of(header));
            Assert.Equal(new NiftiFilePair(header, voxels), NiftiFilePair.Of(voxels));
        }, iter: 64, threads: 1);

    [Fact]
    public void Of_several_halves_none_is_chosen()
    {
        using var folder = new TemporaryFolder();
        folder.File("scan.hdr");
        folder.File("scan.Img");
        folder.File("scan.iMg");
        Assert.Contains("may be any of 2 files", Assert.Throws<NiftiException>(() => NiftiFilePair.Of(folder["scan.hdr"])).Message);
    }

    private static IEnumerable<string> Warnings(MadeNifti made, out NiftiInspection inspected)
    {
        using var folder = new TemporaryFolder();
        var path = folder["scan.nii"];
        var count = made.Shape.Aggregate((one, other) => one * other);
        File.WriteAllBytes(path, [.. made.Header(), .. made.Voxels.Length > 0 ? made.StoredVoxels() : MadeNifti.Int16s(Enumerable.Range(0, count))]);
        inspected = NiftiInspection.Of(path);
        return inspected.Warnings;
    }
}
