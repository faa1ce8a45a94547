using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Every real file of the shared data, against what nibabel read from it.</summary>
public sealed class RealImageTests
{
    [Fact]
    public void Every_real_image_reads_as_nibabel_reads_it()
    {
        var files = SharedImages.Json(SharedImages.Data("expected.json")).GetProperty("nifti").EnumerateObject().ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
            Check(SharedImages.Data(file.Name), file.Value);
    }

    private static void Check(string path, JsonElement expected)
    {
        var inspection = NiftiInspection.Of(path);
        using (var image = NiftiImage.Open(path))
        {
            var header = image.Header;
            Assert.Equal(expected.GetProperty("version").GetInt32(), header.Version);
            Assert.Equal(NiftiGoldenTests.Ints(expected, "shape"), header.Shape);
            NiftiGoldenTests.Close(NiftiGoldenTests.Doubles(expected, "zooms"), header.Zooms, 1e-9);
            Assert.Equal(expected.GetProperty("datatype_code").GetInt32(), (int)header.Type);
            Assert.Equal(expected.GetProperty("qform_code").GetInt32(), header.QformCode);
            Assert.Equal(expected.GetProperty("sform_code").GetInt32(), header.SformCode);
            Assert.Equal(expected.GetProperty("vox_offset").GetDouble(), header.VoxelOffset);
            Assert.Equal(expected.GetProperty("endian").GetString(), inspection.ByteOrder);
            Assert.Equal(expected.GetProperty("scl_slope_raw").GetDouble(), header.RawSlope);
            Assert.Equal(expected.GetProperty("scl_inter_raw").GetDouble(), header.RawIntercept);
            Assert.Equal(expected.GetProperty("effective_slope").GetDouble(), inspection.Slope);
            Assert.Equal(expected.GetProperty("effective_inter").GetDouble(), inspection.Intercept);
            NiftiGoldenTests.Close(NiftiGoldenTests.Rows(expected), image.Affine.Rows, 1e-6);
            Assert.Equal(expected.GetProperty("axcodes").GetString(), inspection.Orientation);
            Assert.Equal(expected.GetProperty("nan_count").GetInt64(), inspection.NanVoxels);
            string[] figures = ["sum", "mean", "min", "max"];
            NiftiGoldenTests.Close([.. figures.Select(name => expected.GetProperty(name).GetDouble())],
                [inspection.Sum!.Value, inspection.Mean!.Value, inspection.Least!.Value, inspection.Greatest!.Value], 1e-9);

            var canonical = expected.GetProperty("canonical");
            Assert.Equal(NiftiGoldenTests.Ints(canonical, "shape").Take(3), inspection.ReorientedShape);
            NiftiGoldenTests.Close(NiftiGoldenTests.Rows(canonical), [.. inspection.ReorientedAffine.SelectMany(row => row)], 1e-6);
            Assert.Equal(canonical.GetProperty("axcodes").GetString(), inspection.ReorientedTo);
        }
        CheckVoxels(path, expected, (image, volume) => PlainVolume.Of(image, volume));
        CheckVoxels(path, expected.GetProperty("canonical"), (image, volume) => PlainVolume.Of(image, volume).Reorient(image.Orientation.Axes));
    }

    private static void CheckVoxels(string path, JsonElement expected, Func<NiftiImage, RawVolume, PlainVolume> read)
    {
        foreach (var voxel in expected.GetProperty("voxels").EnumerateArray())
        {
            var at = NiftiGoldenTests.Ints(voxel, "index");
            using var image = NiftiImage.Open(path);
            using var volume = image.ReadVolume(at.Length > 3 ? at[3] : 0);
            NiftiGoldenTests.Close([voxel.GetProperty("value").GetDouble()], ImmutableArray.Create(read(image, volume)[at[0], at[1], at[2]]), 1e-9);
        }
    }
}
