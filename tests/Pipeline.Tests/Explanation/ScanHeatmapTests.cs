using System.Collections.Immutable;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Explanation;

public sealed class ScanHeatmapTests
{
    [Fact]
    public void Cells_lie_on_every_stride_th_voxel_with_straight_lines_between()
    {
        var map = new FeatureMap(1, 1, 3, [0, 2, 1], 4, 8, 8);
        Assert.Equal([0, 1, 2, 1.5, 1, 1], new double[] { 0, 4, 8, 12, 16, 23 }.Select(x => map.At(x, 0, 0)));
    }

    [Theory]
    [InlineData("RAS")]
    [InlineData("LPI")]
    [InlineData("ASL")]
    public void A_hot_cell_is_found_at_its_place_in_the_patient(string code)
    {
        // 64 × 64 × 32 voxels of input over 63 × 63 × 31 mm: a voxel is a millimetre, whatever the stored order.
        ImmutableArray<int> shape = code == "ASL" ? [64, 32, 64] : [64, 64, 32];
        var affine = MadeAffine.Towards(code, [1, 1, 1], [5, -7, 9]);
        var inverse = PreparationInverse.Of(affine, shape, new InputGeometry([64, 64, 32]));
        var cells = new float[8 * 8 * 8];
        cells[(2 * 8 + 5) * 8 + 3] = 0.25f; // z = 2 · 4, y = 5 · 8, x = 3 · 8

        var heat = ScanHeatmap.Of(new FeatureMap(8, 8, 8, cells, 4, 8, 8), inverse, shape, affine);

        var corner = Orientation.Of(affine).Axes.Reorient(affine, shape).Apply(24, 40, 8);
        Assert.Equal(corner.AsEnumerable(), heat.PeakMm, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0.25, heat.Greatest, 1e-9);
        Assert.Equal(1, heat.Values.Max());
        Assert.Equal(affine, heat.Affine);
    }

    [Fact]
    public void Where_nothing_speaks_for_the_disease_the_map_is_empty_and_says_so()
    {
        var affine = MadeAffine.Towards("RAS", [1, 1, 1], [0, 0, 0]);
        var inverse = PreparationInverse.Of(affine, [8, 8, 8], new InputGeometry([8, 8, 8]));
        var heat = ScanHeatmap.Of(new FeatureMap(1, 1, 1, [0], 16, 32, 32), inverse, [8, 8, 8], affine);
        Assert.Equal(0, heat.Greatest);
        Assert.All(heat.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Planes_show_the_patients_right_on_the_left_and_the_head_up()
    {
        // One bright voxel right, in front and above of the middle.
        var values = new float[4 * 5 * 6];
        values[3 + 4 * (4 + 5 * 5)] = 1;
        var scan = new OrientedVolume([4, 5, 6], [1, 2, 3], values);
        var planes = ScanPlanes.Through(scan, scan, [3, 4, 5], MadeAffine.Towards("RAS", [1, 2, 2.5], [0, 0, 0]));

        Assert.Equal(["axial", "coronal", "sagittal"], planes.Select(plane => plane.Name));
        Assert.Equal(["R L A P", "R L S I", "A P S I"], planes.Select(plane => $"{plane.Left} {plane.Right} {plane.Top} {plane.Bottom}"));
        Assert.All(planes, plane => Assert.Equal(1, plane.Heat[0][0]));   // upper left in all three
        Assert.All(planes, plane => Assert.Equal((0, 0), plane.Cross));
        Assert.Equal([(5, 4), (6, 4), (6, 5)], planes.Select(plane => (plane.Heat.Length, plane.Heat[0].Length)));
        Assert.Equal([(1.0, 2.0), (1.0, 3.0), (2.0, 3.0)], planes.Select(plane => plane.PixelMm));
    }

    [Theory]
    [InlineData(AcquisitionPlane.Semicoronal, "across the slices, R L AI PS", "semicoronal, tilt +47°, R L SA IP", "sagittal, AI PS SA IP")]
    [InlineData(AcquisitionPlane.Semiaxial, "semiaxial, tilt −43°, R L AI PS", "across the slices, R L SA IP", "sagittal, AI PS SA IP")]
    [InlineData(AcquisitionPlane.Axial, "axial, tilt +2°, R L A P", "coronal, R L S I", "sagittal, A P S I")]
    [InlineData(AcquisitionPlane.Coronal, "axial, R L A P", "coronal, tilt +92°, R L S I", "sagittal, A P S I")]
    [InlineData(AcquisitionPlane.Sagittal, "axial, R L A P", "coronal, R L S I", "sagittal, tilt 0°, A P S I")]
    [InlineData(AcquisitionPlane.NearlyIsotropic, "axial, R L A P", "coronal, R L S I", "sagittal, A P S I")]
    public void Planes_name_the_one_that_was_acquired_with_its_tilt(AcquisitionPlane plane, params string[] expected)
    {
        var affine = MadeSlices.Turned(MadeSlices.In(plane, "LSP"), [1, 0, 0], 2);
        var scan = new OrientedVolume([4, 5, 6], [1, 2, 3], new float[120]);
        var planes = ScanPlanes.Through(scan, scan, [3, 4, 5], Orientation.Of(affine).Axes.Reorient(affine, [4, 5, 6]));
        Assert.Equal(expected, planes.Select(one => $"{one.Name}, {one.Left} {one.Right} {one.Top} {one.Bottom}"));
    }
}
