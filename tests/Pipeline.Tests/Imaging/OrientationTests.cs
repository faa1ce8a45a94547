using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class OrientationTests
{
    [Theory]
    [InlineData("RAS")]
    [InlineData("LPS")]
    [InlineData("PSR")]
    [InlineData("PIR")]
    [InlineData("SLA")]
    [InlineData("ILP")]
    public void Axes_at_right_angles_are_named_by_where_they_point(string code) =>
        Assert.Equal(code, Orientation.Of(MadeAffine.Towards(code, [1, 2, 3], [5, 6, 7])).Code);

    [Fact]
    public void A_tilted_scan_takes_the_closest_axes()
    {
        // 40 degrees about x: the second axis is still closer to the front than to the top.
        var (sin, cos) = Math.SinCos(40 * Math.PI / 180);
        Assert.Equal("RAS", Orientation.Of(new Affine([1, 0, 0, 0, 0, cos, -sin, 0, 0, sin, cos, 0])).Code);
        (sin, cos) = Math.SinCos(50 * Math.PI / 180);
        Assert.Equal("RSP", Orientation.Of(new Affine([1, 0, 0, 0, 0, cos, -sin, 0, 0, sin, cos, 0])).Code);
    }

    [Fact]
    public void Two_axes_never_take_the_same_direction()
    {
        // Both of the first two voxel axes lean towards x; the second one gets what is left.
        var affine = new Affine([0.8, 0.75, 0, 0, 0.6, -0.66, 0, 0, 0, 0, 1, 0]);
        Assert.Equal([0, 1, 2], Orientation.Of(affine).Axes.FrameAxis.Order());
    }

    [Fact]
    public void Reorientation_keeps_every_voxel_where_it_was_and_ends_in_RAS() => Gen.Select(
        Gen.OneOfConst(Codes().ToArray()), Gen.Int[1, 6].Array[3], Gen.Double[0.2, 5].Array[3],
        Gen.Double[-0.2, 0.2].Array[3]).Sample((code, shape, spacing, tilt) =>
    {
        var straight = MadeAffine.Towards(code, [.. spacing], [.. tilt.Select(value => value * 100)]);
        var affine = MadeAffine.Tilt(straight, tilt);
        var axes = Orientation.Of(affine).Axes;
        var to = axes.Reorient(affine, [.. shape]);
        Assert.Equal("RAS", Orientation.Of(to).Code);
        int[] stored = [shape[0] - 1, shape[1] / 2, 0];
        var reoriented = new double[3];
        for (var axis = 0; axis < 3; axis++)
            reoriented[axes.FrameAxis[axis]] = axes.IsFlipped[axis] ? shape[axis] - 1 - stored[axis] : stored[axis];
        NiftiGoldenTests.Close(affine.Apply(stored[0], stored[1], stored[2]), to.Apply(reoriented[0], reoriented[1], reoriented[2]), 1e-9);
    }, iter: 500);

    /// <summary>All 48.</summary>
    internal static IEnumerable<string> Codes() =>
        from a in "RLAPSI"
        from b in "RLAPSI"
        from c in "RLAPSI"
        let axes = new[] { a, b, c }.Select(MadeAffine.AxisOf).Distinct().Count()
        where axes == 3
        select $"{a}{b}{c}";
}
