using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class NiftiWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_in_every_orientation() => Gen.Select(
        Gen.OneOfConst(OrientationTests.Codes().ToArray()), Gen.Double[-0.4, 0.4].Array[3], Gen.Int[0, 3]).Sample((code, tilt, form) =>
    {
        using var folder = new TemporaryFolder();
        ImmutableArray<int> shape = [4, 3, 2];
        var affine = MadeAffine.Tilt(MadeAffine.Towards(code, [1.5, 2.5, 3.5], [-10, 20, 30]), tilt);
        var path = folder[form % 2 == 0 ? "scan.nii" : "scan.nii.gz"];
        if (form < 2)
            NiftiWriter.Write(path, shape, affine, Enumerable.Range(-5, 24).Select(n => (short)n).ToArray(), slope: 2, intercept: 7);
        else
            NiftiWriter.Write(path, shape, affine, Enumerable.Range(-5, 24).Select(n => 2f * n + 7).ToArray());

        using var image = NiftiImage.Open(path);
        using var volume = image.ReadVolume(0);
        Assert.Equal(Enumerable.Range(-5, 24).Select(n => 2.0 * n + 7), PlainVolume.Of(image, volume).Values);
        NiftiGoldenTests.Close(affine.Rows, image.Affine.Rows, 1e-6);
        Assert.Equal(1, image.Header.QformCode);
        // A qform stores three parts of a quaternion in float32 and leaves the fourth to a square root, which is 3e-4 off near 0.
        NiftiGoldenTests.Close(affine.Rows, NiftiAffine.Of(path, image.Header with { SformCode = 0 }, []).Rows, 3e-3);
        Assert.Empty(image.Warnings);
    }, iter: 100);

    [Fact]
    public void A_sheared_affine_is_written_to_the_sform_alone()
    {
        using var folder = new TemporaryFolder();
        NiftiWriter.Write(folder["scan.nii"], [1, 1, 2], new Affine([1, 0.3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]), [1f, 2f]);
        using var image = NiftiImage.Open(folder["scan.nii"]);
        Assert.Equal((1, 0), (image.Header.SformCode, image.Header.QformCode));
    }

    [Fact]
    public void Equal_input_gives_equal_bytes()
    {
        using var folder = new TemporaryFolder();
        var affine = MadeAffine.Towards("LPS", [1, 1, 1], [0, 0, 0]);
        NiftiWriter.Write(folder["a.nii.gz"], [2, 2, 2], affine, new float[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        NiftiWriter.Write(folder["b.nii.gz"], [2, 2, 2], affine, new float[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        Assert.Equal(File.ReadAllBytes(folder["a.nii.gz"]), File.ReadAllBytes(folder["b.nii.gz"]));
    }
}
