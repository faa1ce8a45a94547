using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Against scipy.ndimage.zoom with order 1 (golden/README.md).</summary>
public sealed class ResamplingGoldenTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Resampling_to_a_size_equals_scipys_zoom(int number)
    {
        var golden = SharedImages.Json(SharedImages.Golden("resample_expected.json"));
        var expected = golden.GetProperty("cases")[number].GetProperty("scipy_zoom_order1");
        var size = NiftiGoldenTests.Ints(expected, "shape");

        // The golden array is in C order (last axis fastest): read as a NIfTI image, its axes come reversed.
        var shape = NiftiGoldenTests.Ints(golden, "shape").Reverse().ToArray();
        var voxels = NiftiGoldenTests.Doubles(golden, "input").SelectMany(value => BitConverter.GetBytes((float)value)).ToArray();
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = shape, Datatype = 16, BitsPerVoxel = 32, Voxels = voxels }.WriteTo(folder.Path, "input.nii");
        using var image = NiftiImage.Open(path);
        using var volume = image.ReadVolume(0);
        var grid = new SamplingGrid(image.Affine, image.Header.SpatialShape, new InputGeometry([.. size.Reverse()], Frame: ScanFrame.Ras));

        var filled = TrilinearResampling.Fill(volume, image.Header, grid);

        NiftiGoldenTests.Close(NiftiGoldenTests.Doubles(expected, "flat"), [.. filled.Select(value => (double)value)], Tolerance);
    }
}
