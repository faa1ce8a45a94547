using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Against what nibabel 5.0.0 read from the same files (golden/README.md).</summary>
public sealed class NiftiGoldenTests
{
    [Theory]
    [InlineData("01_uint8_ras.nii")]
    [InlineData("02_int16_las.nii.gz")]
    [InlineData("03_int32_ras.nii")]
    [InlineData("04_float32_lps.nii.gz")]
    [InlineData("07_int16_bigendian.nii")]
    [InlineData("08_int16_slope_inter.nii.gz")]
    [InlineData("09_oblique_sform_only.nii.gz")]
    [InlineData("12_4d_one_volume.nii.gz")]
    [InlineData("13_pair.hdr")]
    [InlineData("14_no_forms.nii")]
    [InlineData("16_slope_zero_means_unscaled.nii")]
    [InlineData("17_4d_three_volumes.nii.gz")]
    [InlineData("19_nifti2.nii")]
    [InlineData("20_uint32.nii")]
    public void A_golden_image_reads_as_nibabel_reads_it(string name)
    {
        var expected = SharedImages.Json(SharedImages.Golden("nifti_expected.json")).GetProperty(name);
        var path = SharedImages.Golden("nifti/" + name);
        var inspection = NiftiInspection.Of(path);
        using var image = NiftiImage.Open(path);

        Assert.Equal(Ints(expected, "shape"), image.Header.Shape);
        Close(Doubles(expected, "zooms"), image.Header.Zooms, 1e-9);
        Close(Rows(expected), image.Affine.Rows, 1e-6);
        Assert.Equal(expected.GetProperty("axcodes").GetString(), image.Orientation.Code);
        Assert.Equal(expected.GetProperty("vox_offset").GetDouble(), image.Header.VoxelOffset);
        Assert.Equal(expected.GetProperty("endianness").GetString() == ">", image.Header.IsBigEndian);
        Close(Doubles(expected, "slope_inter"), [image.Header.Slope, image.Header.Intercept], 1e-9);
        Close([expected.GetProperty("min").GetDouble(), expected.GetProperty("max").GetDouble(), expected.GetProperty("sum").GetDouble(),
            expected.GetProperty("mean").GetDouble()],
            [inspection.Least!.Value, inspection.Greatest!.Value, inspection.Sum!.Value, inspection.Mean!.Value], 1e-9);

        using var volume = image.ReadVolume(0);
        foreach (var voxel in expected.GetProperty("voxels").EnumerateArray())
        {
            var at = Ints(voxel, "ijk");
            Close([voxel.GetProperty("value").GetDouble()], [volume.ValueAt(at[0], at[1], at[2])], 1e-9);
            Close(Doubles(voxel, "world"), image.Affine.Apply(at[0], at[1], at[2]), 1e-6);
        }
        Close([expected.GetProperty("weighted_sum_first_volume").GetDouble()],
            [WeightedSum(PlainVolume.Of(image, volume))], 1e-9);
        CheckCanonical(expected.GetProperty("canonical"), image, PlainVolume.Of(image, volume).Reorient(image.Orientation.Axes));
    }

    private static void CheckCanonical(JsonElement expected, NiftiImage image, PlainVolume canonical)
    {
        Assert.Equal(Ints(expected, "shape").Take(3), image.Orientation.Axes.Reorient(image.Header.SpatialShape));
        var affine = image.Orientation.Axes.Reorient(image.Affine, image.Header.SpatialShape);
        Close(Rows(expected), affine.Rows, 1e-6);
        Close(Doubles(expected, "zooms")[..3], affine.SpacingMm, 1e-6);
        Assert.Equal(expected.GetProperty("axcodes").GetString(), Orientation.Of(affine).Code);
        Close([expected.GetProperty("weighted_sum_first_volume").GetDouble()], [WeightedSum(canonical)], 1e-9);
        foreach (var voxel in expected.GetProperty("voxels").EnumerateArray())
        {
            var at = Ints(voxel, "ijk");
            Close([voxel.GetProperty("value").GetDouble()], [canonical[at[0], at[1], at[2]]], 1e-9);
        }
    }

    /// <summary>Value times its index in C order (last axis fastest), which sees flips and swaps.</summary>
    private static double WeightedSum(PlainVolume volume)
    {
        var (sum, n) = (0.0, 0);
        for (var i = 0; i < volume.Shape[0]; i++)
            for (var j = 0; j < volume.Shape[1]; j++)
                for (var k = 0; k < volume.Shape[2]; k++)
                    sum += volume[i, j, k] * n++;
        return sum;
    }

    internal static int[] Ints(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    internal static double[] Doubles(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    internal static double[] Rows(JsonElement element) =>
        [.. element.GetProperty("affine").EnumerateArray().Take(3).SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble()))];

    internal static void Close(IReadOnlyList<double> expected, ImmutableArray<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
