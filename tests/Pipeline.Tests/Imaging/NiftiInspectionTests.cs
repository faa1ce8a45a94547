using System.Text.Json;
using AxSpa.Pipeline.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

public sealed class NiftiInspectionTests
{
    [Fact]
    public void An_inspection_says_what_the_file_holds()
    {
        using var folder = new TemporaryFolder();
        var affine = MadeAffine.Towards("PSR", [1.25, 2, 4], [0, 0, 0]);
        NiftiWriter.Write(folder["scan.nii.gz"], [3, 4, 5], affine, Enumerable.Range(0, 60).Select(n => (short)n).ToArray(), slope: 0.5f, intercept: 1);
        var inspection = NiftiInspection.Of(folder["scan.nii.gz"]);
        Assert.Equal(("PSR", "RAS", "int16", "little", "sform"),
            (inspection.Orientation, inspection.ReorientedTo, inspection.Datatype, inspection.ByteOrder, inspection.AffineFrom));
        Assert.Equal([5, 3, 4], inspection.ReorientedShape);
        Assert.Equal((1.0, 30.5, 945.0), (inspection.Least, inspection.Greatest, inspection.Sum));

        var text = inspection.ToText();
        Assert.Contains("shape        3 × 4 × 5\n", text);
        Assert.Contains("spacing      1.25 × 2 × 4 mm\n", text);
        Assert.Contains("orientation  PSR → RAS, 5 × 3 × 4\n", text);
        Assert.Contains("plane        sagittal, tilt 0°, 3 × 4 × 5 in the frame of acquisition\n", text);
        Assert.Equal(("sagittal", 0.0), (inspection.Plane, inspection.TiltDegrees));
        Assert.Contains("slope        0.5, intercept 1\n", text);
        Assert.Contains("range        1 to 30.5\n", text);
    }

    [Fact]
    public void An_inspection_without_one_finite_voxel_is_still_JSON()
    {
        using var folder = new TemporaryFolder();
        NiftiWriter.Write(folder["scan.nii"], [1, 1, 2], MadeAffine.Towards("RAS", [1, 1, 1], [0, 0, 0]), [float.NaN, float.PositiveInfinity]);
        var json = JsonDocument.Parse(NiftiInspection.Of(folder["scan.nii"]).ToJson()).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("sum").ValueKind);
        Assert.Equal((1, 1), (json.GetProperty("nanVoxels").GetInt32(), json.GetProperty("infiniteVoxels").GetInt32()));
    }
}
