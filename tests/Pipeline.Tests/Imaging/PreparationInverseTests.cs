using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class PreparationInverseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, AcquisitionPlane, ScanFrame, bool> Cases =>
    [
        .. from code in new[] { "RAS", "LPS", "PSR", "AIL", "RPI", "SLA" }
           from plane in Enum.GetValues<AcquisitionPlane>()
           from frame in Enum.GetValues<ScanFrame>()
           from spacing in new[] { false, true }
           select (code, plane, frame, spacing),
    ];

    /// <summary>
    /// Brightness that rises along a straight line in the patient survives interpolation exactly, so the prepared volume says where each stored voxel went.
    /// </summary>
    [Theory, MemberData(nameof(Cases))]
    public void Every_stored_voxel_finds_its_own_brightness_in_the_prepared_volume(string code, AcquisitionPlane plane, ScanFrame frame, bool withSpacing)
    {
        ImmutableArray<int> shape = [13, 9, 7];
        var affine = MadeAffine.Tilt(MadeSlices.In(plane, code), [0.1, -0.05, 0.2]);
        double Brightness(int i, int j, int k) => affine.Apply(i, j, k) is var at ? 500 + 3 * at[0] - 2 * at[1] + 5 * at[2] : 0;
        var stored = new float[13 * 9 * 7];
        var n = 0;
        for (var k = 0; k < shape[2]; k++)
            for (var j = 0; j < shape[1]; j++)
                for (var i = 0; i < shape[0]; i++) stored[n++] = (float)Brightness(i, j, k);
        NiftiWriter.Write(_folder["scan.nii"], shape, affine, stored);
        var geometry = new InputGeometry([16, 14, 10], withSpacing ? [2.5, 3, 4] : null, frame);

        var prepared = ScanPreparation.Prepare(_folder["scan.nii"], geometry, null);

        using var image = NiftiImage.Open(_folder["scan.nii"]);
        var inverse = PreparationInverse.Of(image.Affine, shape, geometry);
        var pairs = new List<(double Stored, double Prepared)>();
        // At its edge a grid with a spacing of its own holds the outermost voxel's value, or padding: no straight line any more.
        var edge = withSpacing ? 1 : 0;
        for (var k = edge; k < shape[2] - edge; k++)
            for (var j = edge; j < shape[1] - edge; j++)
                for (var i = edge; i < shape[0] - edge; i++)
                    if (inverse.At(i, j, k) is var (x, y, z) && x >= 0 && x <= 15 && y >= 0 && y <= 13 && z >= 0 && z <= 9)
                        pairs.Add((Brightness(i, j, k), Interpolated(prepared, x, y, z)));
        Assert.True(pairs.Count > (withSpacing ? 100 : 800), $"{pairs.Count} voxels were seen");
        // z-scoring shifts and scales all alike: the line through any two pairs is the line through all.
        var (first, last) = (pairs.MinBy(pair => pair.Stored), pairs.MaxBy(pair => pair.Stored));
        var slope = (last.Prepared - first.Prepared) / (last.Stored - first.Stored);
        Assert.All(pairs, pair => Assert.Equal(first.Prepared + slope * (pair.Stored - first.Stored), pair.Prepared, 1e-4));
    }

    [Fact]
    public void What_was_cropped_away_was_never_seen()
    {
        var inverse = PreparationInverse.Of(MadeAffine.Towards("RAS", [1, 1, 1], [0, 0, 0]), [20, 20, 20], new InputGeometry([4, 20, 20], [1, 1, 1]));
        Assert.Null(inverse.At(0, 10, 10));
        Assert.NotNull(inverse.At(9, 10, 10));
        Assert.Null(inverse.At(19, 10, 10));
    }

    private static double Interpolated(PreparedVolume volume, double x, double y, double z)
    {
        double Voxel(int i, int j, int k) => volume.Voxels[i + volume.Size[0] * (j + volume.Size[1] * k)];
        var (i, j, k) = (Math.Min((int)x, volume.Size[0] - 2), Math.Min((int)y, volume.Size[1] - 2), Math.Min((int)z, volume.Size[2] - 2));
        var sum = 0.0;
        foreach (var (a, b, c) in from a in new[] { 0, 1 } from b in new[] { 0, 1 } from c in new[] { 0, 1 } select (a, b, c))
            sum += Voxel(i + a, j + b, k + c) * (a == 1 ? x - i : 1 - x + i) * (b == 1 ? y - j : 1 - y + j) * (c == 1 ? z - k : 1 - z + k);
        return sum;
    }
}
