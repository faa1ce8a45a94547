using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class AcquisitionFrameTests
{
    private static readonly string[] Codes = [.. OrientationTests.Codes()];
    private static readonly Gen<double[]> About = Gen.Double[-1, 1].Array[3].Where(axis => axis.Sum(value => value * value) > 0.01);

    /// <summary>Axes in the patient's letters.</summary>
    [Theory]
    [InlineData(AcquisitionPlane.Coronal, "R", "S", "P")]
    [InlineData(AcquisitionPlane.Semicoronal, "R", "A+S", "P+S")]
    [InlineData(AcquisitionPlane.Axial, "R", "A", "S")]
    [InlineData(AcquisitionPlane.Semiaxial, "R", "A+I", "A+S")]
    [InlineData(AcquisitionPlane.Sagittal, "A", "S", "R")]
    [InlineData(AcquisitionPlane.NearlyIsotropic, "R", "A", "S")]
    public void The_axes_of_each_plane_are_the_documented_ones_however_it_is_stored(AcquisitionPlane plane, string first, string second, string third)
    {
        foreach (var code in Codes)
        {
            var affine = MadeSlices.In(plane, code);
            var frame = AcquisitionFrame.Of(affine);
            Assert.Equal(MadeSlices.AxesOf(code), frame.Axes);
            Assert.Equal((plane, plane == AcquisitionPlane.NearlyIsotropic ? (int?)null : code.IndexOfAny(['S', 'I'])), (frame.Plane, frame.SliceAxis));
            Assert.Equal(plane == AcquisitionPlane.NearlyIsotropic ? (double?)null : MadeSlices.TiltOf(plane),
                frame.TiltDegrees is { } tilt ? Math.Round(tilt, 9) + 0 : null);
            var inFrame = frame.Axes.Reorient(affine, [5, 6, 7]);
            Assert.Equal([first, second, third], new[] { 0, 1, 2 }.Select(axis => Direction(inFrame, axis)));
        }
    }

    /// <summary>From any plane of a protocol, and from any between them but the one where the sign must jump.</summary>
    [Fact]
    public void Turning_a_stack_of_thick_slices_by_up_to_10_degrees_changes_none_of_its_axes() => Gen.Select(
        Gen.Double[-57, 102], Gen.Int[0, 4], Gen.OneOfConst(Codes), About, Gen.Double[-10, 10],
        Gen.Select(Gen.Double[0.2, 2], Gen.Double[0.2, 2], Gen.Double[1.5, 12])).Sample(
        (tilt, kind, code, about, degrees, spacing) =>
        {
            var (a, b, ratio) = spacing;
            var mm = System.Collections.Immutable.ImmutableArray.Create(a, b, ratio * Math.Max(a, b));
            var affine = kind == 0 ? MadeSlices.In(AcquisitionPlane.Sagittal, code, mm) : MadeSlices.At(tilt, code, mm);
            Assert.Equal(MadeSlices.AxesOf(code), AcquisitionFrame.Of(MadeSlices.Turned(affine, about, degrees)).Axes);
        }, iter: 5000);

    [Fact]
    public void The_frame_is_right_handed_wherever_the_slices_lie() => Gen.Select(
        Gen.OneOfConst(Codes), About, Gen.Double[-180, 180]).Sample((code, about, degrees) =>
    {
        var affine = MadeSlices.Turned(MadeSlices.In(AcquisitionPlane.Axial, code), about, degrees);
        var m = AcquisitionFrame.Of(affine).Axes.Reorient(affine, [5, 6, 7]);
        Assert.True(m[0, 0] * (m[1, 1] * m[2, 2] - m[1, 2] * m[2, 1]) - m[0, 1] * (m[1, 0] * m[2, 2] - m[1, 2] * m[2, 0])
            + m[0, 2] * (m[1, 0] * m[2, 1] - m[1, 1] * m[2, 0]) > 0);
    }, iter: 1000);

    [Fact]
    public void On_the_way_round_the_second_axis_turns_over_once_midway_between_semiaxial_and_coronal()
    {
        // In half degrees, so that no plane stands on a limit: from semiaxial over axial, semicoronal and coronal half a turn round.
        var frames = Enumerable.Range(0, 720)
            .Select(n => -67.25 + 0.5 * n)
            .Select(tilt => (Tilt: tilt, Frame: AcquisitionFrame.Of(MadeSlices.At(tilt, "RAS", [0.6, 0.6, 4]))))
            .ToList();
        var jumps = frames.Zip(frames.Skip(1))
            .Where(pair => pair.First.Frame.Axes != pair.Second.Frame.Axes)
            .Select(pair => (pair.First.Tilt + pair.Second.Tilt) / 2);
        Assert.Equal([112.5], jumps);
        Assert.All(frames[..360], one => Assert.Equal(one.Tilt, one.Frame.TiltDegrees!.Value, 1e-9));
        Assert.Equal(
            [(-22.5, AcquisitionPlane.Axial), (22.5, AcquisitionPlane.Semicoronal), (67.5, AcquisitionPlane.Coronal), (112.5, AcquisitionPlane.Semiaxial)],
            frames[..361].Zip(frames.Skip(1))
                .Where(pair => pair.First.Frame.Plane != pair.Second.Frame.Plane)
                .Select(pair => ((pair.First.Tilt + pair.Second.Tilt) / 2, pair.Second.Frame.Plane)));
    }

    /// <summary>As real scans of the sacroiliac joints are: 336 × 336 pixels and 25 slices near 45°, on either side of where the nearest axes change.</summary>
    [Fact]
    public void Two_stacks_stored_LSP_and_LAS_have_one_frame()
    {
        var (lsp, las) = (MadeSlices.At(47, "LAS", [0.6, 0.6, 4]), MadeSlices.At(43, "LAS", [0.6, 0.6, 4]));
        Assert.Equal(("LSP", "LAS"), (Orientation.Of(lsp).Code, Orientation.Of(las).Code));
        Assert.Equal([336, 25, 336], Orientation.Of(lsp).Axes.Reorient([336, 336, 25]));
        Assert.Equal([336, 336, 25], Orientation.Of(las).Axes.Reorient([336, 336, 25]));
        foreach (var affine in new[] { lsp, las })
            Assert.Equal([336, 336, 25], AcquisitionFrame.Of(affine).Axes.Reorient([336, 336, 25]));
        Assert.Equal(("semicoronal, tilt +47°", "semicoronal, tilt +43°"), (AcquisitionFrame.Of(lsp).ToString(), AcquisitionFrame.Of(las).ToString()));
    }

    [Theory]
    [InlineData(0.6f, 0.6f, 0.9f, true)]   // 1.5 in the header, 1.4999999 as float32
    [InlineData(0.6f, 0.4f, 0.9f, true)]
    [InlineData(0.4f, 0.6f, 0.89f, false)]
    [InlineData(1f, 1f, 1f, false)]
    [InlineData(3f, 1f, 1f, true)]
    [InlineData(1f, 2f, 2f, false)]       // two coarse axes: no slices
    public void Slices_are_thick_from_one_and_a_half_times_the_larger_spacing_within_them(float x, float y, float z, bool isThick)
    {
        var frame = AcquisitionFrame.Of(new Affine([x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0]));
        Assert.Equal(isThick, frame.Plane != AcquisitionPlane.NearlyIsotropic);
        Assert.Equal(isThick ? x > z ? 0 : 2 : (int?)null, frame.SliceAxis);
    }

    [Fact]
    public void Nearly_isotropic_volumes_stay_in_RAS() => Gen.Select(
        Gen.OneOfConst(Codes), About, Gen.Double[-180, 180], Gen.Double[1, 1.49].Array[3]).Sample((code, about, degrees, spacing) =>
    {
        var affine = MadeSlices.Turned(MadeAffine.Towards(code, [.. spacing], [0, 0, 0]), about, degrees);
        Assert.Equal(Orientation.Of(affine).Axes, AcquisitionFrame.Of(affine).Axes);
        Assert.Equal(new ScanAcquisition(AcquisitionPlane.NearlyIsotropic, null, null, 0), ScanAcquisition.Of(affine, ScanFrame.Acquisition));
        Assert.Equal("nearly isotropic", AcquisitionFrame.Of(affine).ToString());
    }, iter: 1000);

    [Theory]
    [InlineData(AcquisitionPlane.Semicoronal, 45.0, 2, 0)]
    [InlineData(AcquisitionPlane.Sagittal, 0.0, 2, 2)]
    public void What_is_told_of_a_scan_says_where_slices_and_sides_lie_in_its_prepared_volume(AcquisitionPlane plane, double tilt, int slices, int leftRight) =>
        Assert.Equal(new ScanAcquisition(plane, tilt, slices, leftRight), ScanAcquisition.Of(MadeSlices.In(plane, "SLA"), ScanFrame.Acquisition));

    [Theory]
    [InlineData(AcquisitionPlane.Coronal, 90.0, 1)]
    [InlineData(AcquisitionPlane.Axial, 0.0, 2)]
    [InlineData(AcquisitionPlane.Sagittal, 0.0, 0)]
    public void In_RAS_slices_lie_where_the_nearest_axes_put_them(AcquisitionPlane plane, double tilt, int slices) =>
        Assert.Equal(new ScanAcquisition(plane, tilt, slices, 0), ScanAcquisition.Of(MadeSlices.In(plane, "SLA"), ScanFrame.Ras));

    private static string Direction(Affine affine, int axis)
    {
        var least = 0.1 * affine.SpacingMm[axis];
        return string.Join('+',
            new[] { 1, 0, 2 }.Where(row => Math.Abs(affine[row, axis]) > least).Select(row => (affine[row, axis] > 0 ? "RAS" : "LPI")[row]));
    }
}
