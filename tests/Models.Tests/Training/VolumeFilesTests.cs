using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Models.Tests.Training;

public sealed class VolumeFilesTests
{
    /// <summary>An earlier version prepared such volumes. What they do to a loss is no matter of the learning rate, and no crash to be tried again.</summary>
    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_prepared_scan_with_voxels_that_are_not_finite_is_refused(float odd)
    {
        using var folder = new TemporaryFolder();
        var bytes = MemoryMarshal.AsBytes<float>(new[] { 0, 1, odd, 2 }).ToArray();
        File.WriteAllBytes(Path.Combine(folder.Path, "v.f32"), bytes);
        var scan = new Scan("p1", "v.f32", Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Contains("no finite numbers", Assert.Throws<RefusedInputException>(() => new VolumeFiles(folder.Path, [2, 2, 1], 1).Read(scan)).Message);
    }
}
