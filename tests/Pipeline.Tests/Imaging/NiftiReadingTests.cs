using AxSpa.Pipeline.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Reading of made files: every scalar type, both versions, both byte orders, every way to say where the voxels lie.</summary>
public sealed class NiftiReadingTests
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 60).Select(n => (double)(n * 2 % 120))];

    public static TheoryData<VoxelType, int, bool, string> EveryForm()
    {
        var forms = new TheoryData<VoxelType, int, bool, string>();
        foreach (var type in Enum.GetValues<VoxelType>())
            foreach (var version in (int[])[1, 2])
                foreach (var bigEndian in (bool[])[false, true])
                    foreach (var name in (string[])["scan.nii", "scan.nii.gz", "scan.hdr", "scan.hdr.gz"])
                        forms.Add(type, version, bigEndian, name);
        return forms;
    }

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Every_type_version_byte_order_and_name_reads_the_same_values(VoxelType type, int version, bool bigEndian, string name)
    {
        using var folder = new TemporaryFolder();
        var made = new MadeNifti
        {
            Version = version,
            BigEndian = bigEndian,
            Pair = name.Contains(".hdr"),
            Datatype = (int)type,
            BitsPerVoxel = 8 * VoxelTypes.BytesOf(type),
            Voxels = [.. Values.SelectMany(value => Stored(type, value))],
            Slope = 0.5,
            Intercept = -3,
        };
        using var image = NiftiImage.Open(made.WriteTo(folder.Path, name));
        Assert.Equal((version, bigEndian, type), (image.Header.Version, image.Header.IsBigEndian, image.Header.Type));
        Assert.Empty(image.Warnings);
        using var volume = image.ReadVolume(0);
        Assert.Equal(Values.Select(value => value / 2 - 3), PlainVolume.Of(image, volume).Values);
        Assert.Equal([12, 26, 42], image.Affine.Apply(2, 3, 4));
    }

    [Fact]
    public void The_largest_unsigned_values_stay_positive()
    {
        Assert.Equal(ulong.MaxValue, Only(VoxelType.UInt64, BitConverter.GetBytes(ulong.MaxValue)));
        Assert.Equal(uint.MaxValue, Only(VoxelType.UInt32, BitConverter.GetBytes(uint.MaxValue)));
        Assert.Equal(ushort.MaxValue, Only(VoxelType.UInt16, BitConverter.GetBytes(ushort.MaxValue)));
        Assert.Equal(sbyte.MinValue, Only(VoxelType.Int8, [0x80]));
    }

    [Fact]
    public void Either_half_of_a_pair_opens_it()
    {
        using var folder = new TemporaryFolder();
        new MadeNifti { Pair = true, Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.WriteTo(folder.Path, "scan.hdr");
        Assert.Equal(NiftiInspection.Of(folder["scan.hdr"]).Sum, NiftiInspection.Of(folder["scan.img"]).Sum);
        File.Delete(folder["scan.img"]);
        Assert.Contains("its other half is missing", Assert.Throws<NiftiException>(() => NiftiImage.Open(folder["scan.hdr"])).Message);
    }

    [Fact]
    public void The_sform_is_preferred_and_the_qform_used_without_it()
    {
        double[] qform = [0, 0, Math.Sqrt(0.5), 7, 8, 9, 1]; // a quarter turn about z
        Assert.Equal([10, 20, 30], Open(new MadeNifti { Qform = qform }).Affine.Apply(0, 0, 0));
        var affine = Open(new MadeNifti { Qform = qform, Sform = null, Zooms = [2, 3, 4] }).Affine;
        NiftiGoldenTests.Close([0, -3, 0, 7, 2, 0, 0, 8, 0, 0, 4, 9], affine.Rows, 1e-6);
        var leftHanded = Open(new MadeNifti { Qform = [0, 0, 0, 7, 8, 9, -1], Sform = null, Zooms = [2, 3, 4] }).Affine;
        NiftiGoldenTests.Close([2, 0, 0, 7, 0, 3, 0, 8, 0, 0, -4, 9], leftHanded.Rows, 1e-6);
    }

    [Fact]
    public void Without_any_form_x_is_flipped_about_the_centre_and_a_warning_says_so()
    {
        var image = Open(new MadeNifti { Sform = null, Zooms = [1.5, 1.5, 4] });
        NiftiGoldenTests.Close([-1.5, 0, 0, 1.5, 0, 1.5, 0, -2.25, 0, 0, 4, -8], image.Affine.Rows, 1e-12);
        Assert.Contains("neither sform nor qform", Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_voxel_size_that_contradicts_the_sform_is_warned_about()
    {
        var image = Open(new MadeNifti { Zooms = [1, 1, 1] });
        Assert.Contains("disagree about the voxel size", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Gzip_that_is_cut_off_or_has_a_wrong_checksum_is_refused()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var path = new MadeNifti { Shape = [32, 32, 32], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 32768).Select(_ => random.Next(1000))) }.WriteTo(
            folder.Path, "scan.nii.gz");
        var whole = File.ReadAllBytes(path);
        foreach (var length in (int[])[whole.Length / 2, whole.Length - 100])
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<NiftiException>(() => NiftiInspection.Of(path));
        }
        whole[^6] ^= 0xff; // within the checksum
        File.WriteAllBytes(path, whole);
        Assert.Contains("damaged", Assert.Throws<NiftiException>(() => NiftiInspection.Of(path)).Message);
    }

    private static NiftiImage Open(MadeNifti made)
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti
        {
            Sform = made.Sform,
            Qform = made.Qform,
            Zooms = made.Zooms,
            Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)),
        }.WriteTo(folder.Path, "scan.nii");
        using var image = NiftiImage.Open(path);
        return image; // closed: only its header is looked at
    }

    private static double Only(VoxelType type, byte[] voxel)
    {
        using var folder = new TemporaryFolder();
        var path = new MadeNifti
        {
            Shape = [1],
            Zooms = [1],
            Datatype = (int)type,
            BitsPerVoxel = 8 * voxel.Length,
            Voxels = voxel,
            Sform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
        }
            .WriteTo(folder.Path, "one.nii");
        using var image = NiftiImage.Open(path);
        using var volume = image.ReadVolume(0);
        return volume.ValueAt(0, 0, 0);
    }

    private static byte[] Stored(VoxelType type, double value) => type switch
    {
        VoxelType.UInt8 => [(byte)value],
        VoxelType.Int8 => [(byte)(sbyte)value],
        VoxelType.Int16 or VoxelType.UInt16 => BitConverter.GetBytes((short)value),
        VoxelType.Int32 or VoxelType.UInt32 => BitConverter.GetBytes((int)value),
        VoxelType.Int64 or VoxelType.UInt64 => BitConverter.GetBytes((long)value),
        VoxelType.Float32 => BitConverter.GetBytes((float)value),
        _ => BitConverter.GetBytes(value),
    };
}
