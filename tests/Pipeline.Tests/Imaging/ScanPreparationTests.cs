using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class ScanPreparationTests
{
    [Fact]
    public void The_fast_path_equals_the_plain_one_for_every_type_orientation_and_grid() => Gen.Select(
        Gen.OneOfConst(Enum.GetValues<VoxelType>()), Gen.OneOfConst(OrientationTests.Codes().ToArray()), Gen.Int[1, 23].Array[3],
        Gen.Int[1, 19].Array[3], Gen.Double[0.5, 3].Array[3], Gen.Double[0.5, 3].Array[3].Null(), Gen.Int[0, 100_000]).Sample(
        (type, code, shape, size, spacing, wanted, seed) =>
    {
        if (shape.Aggregate(1, (a, b) => a * b) < 8)
            return;
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var affine = MadeAffine.Towards(code, [.. spacing], [1, 2, 3]);
        var path = new MadeNifti
        {
            Shape = shape,
            Zooms = spacing,
            Sform = [.. affine.Rows],
            Datatype = (int)type,
            BitsPerVoxel = 8 * VoxelTypes.BytesOf(type),
            BigEndian = seed % 2 == 0,
            Slope = seed % 3 == 0 ? -1.5 : 1,
            Intercept = seed % 3 == 0 ? 40 : 0,
            Voxels = Stored(type, shape[0] * shape[1] * shape[2], random),
        }.WriteTo(folder.Path, "scan.nii");
        var geometry = new InputGeometry([.. size], wanted is null ? null : [.. wanted], seed % 5 < 3 ? ScanFrame.Ras : ScanFrame.Acquisition);

        PreparedVolume prepared;
        try
        {
            prepared = ScanPreparation.Prepare(path, geometry, volume: null);
        }
        catch (NiftiException e) when (e.Message.Contains("no point of") || e.Message.Contains("nothing to see"))
        {
            return; // a grid of a few points can miss the scan, or find one value only
        }
        using var image = NiftiImage.Open(path);
        using var volume = image.ReadVolume(0);
        var axes = geometry.Frame == ScanFrame.Ras ? image.Orientation.Axes : AcquisitionFrame.Of(image.Affine).Axes;
        var reoriented = PlainVolume.Of(image, volume).Reorient(axes);
        var (resampled, inside) = reoriented.Resample(geometry, axes.Reorient(image.Affine, image.Header.SpatialShape).SpacingMm);
        var expected = PlainVolume.ZScore(resampled.Values, inside);
        Assert.Equal(geometry.Size, prepared.Size);
        for (var n = 0; n < expected.Length; n++)
            Assert.Equal(expected[n], prepared.Voxels[n], 2e-4);
    }, iter: 300, seed: "0000ScanPrep");

    [Fact]
    public void A_prepared_scan_has_mean_0_and_population_deviation_1()
    {
        using var folder = new TemporaryFolder();
        var prepared = ScanPreparation.Prepare(Ramp(folder, [20, 18, 7]), new InputGeometry([16, 12, 8]), volume: null);
        var mean = prepared.Voxels.Average(value => (double)value);
        Assert.Equal(0, mean, 1e-6);
        Assert.Equal(1, Math.Sqrt(prepared.Voxels.Average(value => (value - mean) * (value - mean))), 1e-6);
    }

    [Fact]
    public void Preparing_a_scan_keeps_little_more_than_the_prepared_volume()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var path = new MadeNifti { Shape = [96, 96, 24], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 96 * 96 * 24).Select(_ => random.Next(1000))) }.WriteTo(
            folder.Path, "scan.nii.gz");
        var geometry = new InputGeometry([32, 32, 16]);
        ScanPreparation.Prepare(path, geometry, volume: null); // fills the pool
        var before = GC.GetAllocatedBytesForCurrentThread();
        var prepared = ScanPreparation.Prepare(path, geometry, volume: null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * prepared.Voxels.Length + 200_000); // a copy in float would be 885 kB
    }

    [Fact]
    public void A_grid_wider_than_the_scan_is_padded_with_the_mean_around_its_middle()
    {
        using var folder = new TemporaryFolder();
        var path = Ramp(folder, [4, 4, 4]);
        var prepared = ScanPreparation.Prepare(path, new InputGeometry([8, 8, 8], [1.0, 2.0, 3.0]), volume: null);
        var within = ScanPreparation.Prepare(path, new InputGeometry([4, 4, 4]), volume: null);
        for (var z = 0; z < 8; z++)
            for (var y = 0; y < 8; y++)
                for (var x = 0; x < 8; x++)
                {
                    var isInside = x is >= 2 and < 6 && y is >= 2 and < 6 && z is >= 2 and < 6;
                    Assert.Equal(isInside ? within.Voxels[x - 2 + 4 * (y - 2 + 4 * (z - 2))] : 0, prepared.Voxels[x + 8 * (y + 8 * z)], 1e-5);
                }
    }

    [Fact]
    public void A_grid_narrower_than_the_scan_is_cut_from_its_middle()
    {
        using var folder = new TemporaryFolder();
        var prepared = ScanPreparation.Prepare(Ramp(folder, [6, 6, 6]), new InputGeometry([2, 6, 6], [1.0, 2.0, 3.0]), volume: null);
        Assert.Equal(prepared.Voxels[1] - prepared.Voxels[0], (prepared.Voxels[12] - prepared.Voxels[0]) / 36, 1e-5); // stored steps 1 and 36
    }

    [Fact]
    public void A_file_of_several_volumes_needs_to_be_told_which()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = [3, 4, 5, 3], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 180).Select(n => n * n % 251)) }.WriteTo(
            folder.Path, "scan.nii.gz");
        var geometry = new InputGeometry([3, 4, 5]);
        Assert.Contains("holds 3 volumes (3 × 4 × 5 × 3), but a scan is one. Set cohort mri `volume: k` with k from 0 to 2",
            Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, geometry, null)).Message);
        Assert.Contains("volume 3 is asked for, but the file holds 3", Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, geometry, 3)).Message);
        Assert.NotEqual(ScanPreparation.Prepare(path, geometry, 0).Voxels, ScanPreparation.Prepare(path, geometry, 2).Voxels);
        Assert.Contains("3 volumes", Assert.Single(NiftiInspection.Of(path).Warnings));
    }

    [Fact]
    public void A_fourth_axis_of_one_volume_needs_no_choice()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Shape = [3, 4, 5, 1], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.WriteTo(folder.Path, "scan.nii");
        Assert.Equal(60, ScanPreparation.Prepare(path, new InputGeometry([3, 4, 5]), null).Voxels.Length);
    }

    [Fact]
    public void A_scan_of_one_value_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Voxels = MadeNifti.Int16s(Enumerable.Repeat(7, 60)) }.WriteTo(folder.Path, "scan.nii");
        Assert.Contains("has the value 7", Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, new InputGeometry([3, 4, 5]), null)).Message);
    }

    [Fact]
    public void Voxels_that_are_not_finite_are_refused_with_their_count_and_the_first_place()
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(0, 60).Select(n => (float)n).ToArray();
        (values[1 + 3 * (2 + 4 * 3)], values[59]) = (float.NaN, float.PositiveInfinity);
        var path = new MadeNifti { Datatype = 16, BitsPerVoxel = 32, Voxels = [.. values.SelectMany(BitConverter.GetBytes)] }.WriteTo(folder.Path, "scan.nii");
        Assert.Contains("2 of 60 voxels are NaN or infinite, the first at (1, 2, 3)",
            Assert.Throws<NiftiException>(() => ScanPreparation.Prepare(path, new InputGeometry([3, 4, 5]), null)).Message);
        var inspection = NiftiInspection.Of(path);
        Assert.Equal((1L, 1L, 58.0), (inspection.NanVoxels, inspection.InfiniteVoxels, inspection.Greatest));
    }

    [Fact]
    public void A_geometry_that_makes_no_sense_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Ramp(folder, [4, 4, 4]);
        Assert.Throws<RefusedInputException>(() => ScanPreparation.Prepare(path, new InputGeometry([4, 0, 4]), null));
        Assert.Throws<RefusedInputException>(() => ScanPreparation.Prepare(path, new InputGeometry([4, 4, 4], [1.0, -1.0, 1.0]), null));
        Assert.Contains("no point of the wanted grid", Assert.Throws<NiftiException>(
            () => ScanPreparation.Prepare(path, new InputGeometry([2, 2, 2], [100.0, 100.0, 100.0]), null)).Message);
    }

    private static string Ramp(TemporaryFolder folder, int[] shape) =>
        new MadeNifti { Shape = shape, Voxels = MadeNifti.Int16s(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b))) }.WriteTo(folder.Path, "ramp.nii");

    private static byte[] Stored(VoxelType type, int count, Random random)
    {
        if (VoxelTypes.IsFloating(type))
            return [.. Enumerable.Range(0, count).SelectMany(_ => type == VoxelType.Float32
                ? BitConverter.GetBytes((float)(100 * random.NextDouble()))
                : BitConverter.GetBytes(100 * random.NextDouble()))];
        var bytes = new byte[count * VoxelTypes.BytesOf(type)];
        random.NextBytes(bytes);
        return bytes;
    }
}
