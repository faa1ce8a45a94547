using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort.Synthetic;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>The same voxels under an affine that is turned a little: what the network sees must not jump.</summary>
public sealed class TurnedScanTests : IDisposable
{
    private static readonly ImmutableArray<int> Shape = [9, 8, 7];
    private static readonly AcquisitionPlane[] Protocols = [.. Enum.GetValues<AcquisitionPlane>().Where(plane => plane != AcquisitionPlane.NearlyIsotropic)];
    private static readonly Gen<double[]> About = Gen.Double[-1, 1].Array[3].Where(axis => axis.Sum(value => value * value) > 0.01);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_prepared_voxels_of_a_thick_slice_scan_are_the_same_to_the_bit_when_it_is_turned_by_up_to_10_degrees() => Gen.Select(
        Gen.OneOfConst(Protocols), Gen.OneOfConst(OrientationTests.Codes().ToArray()), About, Gen.Double[-10, 10], Gen.Int[2, 11].Array[3],
        Gen.Int[0, 1000]).Sample(
        (plane, code, about, degrees, size, seed) =>
        {
            var (affine, voxels) = (MadeSlices.In(plane, code), Noise(seed));
            var geometry = new InputGeometry([.. size]);
            var (straight, turned) = (Prepared(affine, voxels, geometry), Prepared(MadeSlices.Turned(affine, about, degrees), voxels, geometry));
            Assert.Equal(straight.Voxels.Select(BitConverter.SingleToInt32Bits), turned.Voxels.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal((straight.Acquisition.Plane, 2), (turned.Acquisition.Plane, turned.Acquisition.SliceAxis));
        }, iter: 400, threads: 1);

    /// <summary>And the order in which a converter stores the axes is none of the network's business either.</summary>
    [Fact]
    public void The_prepared_voxels_do_not_depend_on_the_stored_order() =>
        Gen.Select(Gen.OneOfConst(Protocols), Gen.OneOfConst(OrientationTests.Codes().ToArray()), Gen.Int[0, 1000]).Sample(
        (plane, code, seed) =>
        {
            var (axes, voxels, geometry) = (MadeSlices.AxesOf(code), Noise(seed), new InputGeometry([6, 5, 4]));
            var inFrame = OrientedVolume.Of(axes, Shape, [1, 1, 1], voxels);
            var straight = Prepared(MadeSlices.In(plane, "RAS"), inFrame.Values, geometry, inFrame.Size);
            Assert.Equal(straight.Voxels, Prepared(MadeSlices.In(plane, code), voxels, geometry).Voxels, (a, b) => Math.Abs(a - b) < 1e-5);
        }, iter: 200, threads: 1);

    [Fact]
    public void Nearly_isotropic_volumes_are_prepared_as_in_RAS_to_the_bit() => Gen.Select(
        Gen.OneOfConst(OrientationTests.Codes().ToArray()), About, Gen.Double[-180, 180], Gen.Bool, Gen.Int[0, 1000]).Sample(
        (code, about, degrees, withSpacing, seed) =>
        {
            var affine = MadeSlices.Turned(MadeSlices.In(AcquisitionPlane.NearlyIsotropic, code), about, degrees);
            var geometry = new InputGeometry([6, 5, 4], withSpacing ? [4, 5, 6] : null);
            Assert.Equal(Prepared(affine, Noise(seed), geometry with { Frame = ScanFrame.Ras }).Voxels, Prepared(affine, Noise(seed), geometry).Voxels);
        }, iter: 200, threads: 1);

    /// <summary>What this frame is for: in RAS the same scan changes wholly, by a turn of 4 degrees.</summary>
    [Fact]
    public void In_RAS_a_semicoronal_scan_jumps()
    {
        var (voxels, geometry) = (Noise(1), new InputGeometry([6, 5, 4], Frame: ScanFrame.Ras));
        Assert.NotEqual(Prepared(MadeSlices.At(43, "LSP", MadeSlices.ThickMm), voxels, geometry).Voxels,
            Prepared(MadeSlices.At(47, "LSP", MadeSlices.ThickMm), voxels, geometry).Voxels);
    }

    /// <summary>samples/tiny.yaml's scans: nearly isotropic or thick and axial, and the axes of both are those of RAS.</summary>
    [Fact]
    public void The_made_up_cohorts_scans_are_in_either_frame_the_same_to_the_bit()
    {
        SyntheticCohort.Generate(_folder.Path, 60, 42);
        var planes = new HashSet<AcquisitionPlane>();
        foreach (var path in Directory.GetFiles(_folder["mri"]))
        {
            var geometry = new InputGeometry([16, 16, 8]);
            var (acquired, ras) = (ScanPreparation.Prepare(path, geometry, null), ScanPreparation.Prepare(path, geometry with { Frame = ScanFrame.Ras }, null));
            Assert.Equal(ras.Voxels, acquired.Voxels);
            planes.Add(acquired.Acquisition.Plane);
        }
        Assert.Subset(new HashSet<AcquisitionPlane> { AcquisitionPlane.NearlyIsotropic, AcquisitionPlane.Axial }, planes);
    }

    private PreparedVolume Prepared(Affine affine, float[] voxels, InputGeometry geometry, ImmutableArray<int>? shape = null)
    {
        NiftiWriter.Write(_folder["scan.nii"], shape ?? Shape, affine, voxels);
        return ScanPreparation.Prepare(_folder["scan.nii"], geometry, null);
    }

    private static float[] Noise(int seed)
    {
        var draws = new Random(seed);
        return [.. Enumerable.Range(0, 9 * 8 * 7).Select(_ => (float)draws.NextDouble())];
    }
}
