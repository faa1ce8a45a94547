using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Whatever happens to a file, it is read or refused with a message for people; nothing else is thrown.</summary>
public sealed class DamagedFileTests
{
    [Theory]
    [InlineData(1, "scan.nii")]
    [InlineData(2, "scan.nii")]
    [InlineData(1, "scan.nii.gz")]
    [InlineData(2, "scan.nii.gz")]
    public void A_damaged_file_is_read_or_refused(int version, string name)
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti { Version = version, Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.WriteTo(folder.Path, name);
        var whole = File.ReadAllBytes(path);
        var (random, refused) = (new Random(version), 0);
        for (var n = 0; n < 400; n++)
        {
            var damaged = whole.ToArray();
            for (var times = 1 + random.Next(3); times > 0; times--)
                damaged[random.Next(damaged.Length)] = (byte)(random.Next(4) switch { 0 => 0, 1 => 255, 2 => 127, _ => random.Next(256) });
            File.WriteAllBytes(path, random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            refused += IsRefused(() => NiftiInspection.Of(path).ToJson()) ? 1 : 0;
            IsRefused(() => ScanPreparation.Prepare(path, new InputGeometry([3, 3, 3]), volume: null));
        }
        Assert.InRange(refused, 80, 399);
    }

    private static bool IsRefused(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (NiftiException refusal)
        {
            Assert.NotEmpty(refusal.Message);
            return true;
        }
    }
}
