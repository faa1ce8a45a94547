using System.IO.Compression;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>A gzip file that is not there to its last byte is refused, though all of its voxels can be unpacked; what gzip takes is taken.</summary>
public sealed class GzipEndTests
{
    private static readonly byte[] Whole = new MadeNifti { Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.Bytes();

    [Fact]
    public void A_file_that_lacks_any_bytes_of_its_end_is_refused() =>
        Gen.Int[1, 40].Sample(missing => Refused(Packed(Whole)[..^missing], "cut off"), iter: 40, threads: 1);

    [Fact]
    public void A_wrong_checksum_or_length_is_refused() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 255]).Sample((place, change) =>
        {
            var bytes = Packed(Whole);
            bytes[^place] ^= (byte)change;
            Refused(bytes, "is damaged or cut off");
        }, iter: 60, threads: 1);

    [Fact]
    public void Members_in_a_row_are_one_file_and_each_has_an_end() =>
        Gen.Select(Gen.Int[0, 471], Gen.Int[0, 471], Gen.Int[0, 12], Gen.Int[0, 3]).Sample((one, other, missing, zeros) =>
        {
            var (first, last) = (Math.Min(one, other), Math.Max(one, other));
            byte[][] members = [Packed(Whole[..first]), Packed(Whole[first..last]), Packed(Whole[last..])];
            if (missing == 0)
                Assert.Empty(Read([.. members.SelectMany(member => member), .. new byte[zeros]]).Warnings);
            else
                Refused([.. members[0], .. members[1], .. members[2][..^missing]], "cut off");
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(0, "hello")]
    [InlineData(3, "x")]
    [InlineData(0, "\u001f")]
    public void Other_bytes_behind_the_end_are_ignored_as_gzip_does_and_told(int zeros, string garbage) =>
        Assert.Contains(Read([.. Packed(Whole), .. new byte[zeros], .. System.Text.Encoding.Latin1.GetBytes(garbage)]).Warnings,
            warning => warning.Contains("bytes behind the end", StringComparison.Ordinal));

    [Fact]
    public void What_begins_like_a_member_is_one() => Refused([.. Packed(Whole), 0x1f, 0x8b, 8], "cut off");

    /// <summary>
    /// A name, a comment, extra fields and a checksum may stand in the header of a member; they do where the file is not what a program here wrote.
    /// </summary>
    [Fact]
    public void Every_field_of_a_members_header_is_known()
    {
        var packed = Packed(Whole);
        byte[] header = [.. packed[..3], 2 | 4 | 8 | 16, .. packed[4..10], 3, 0, 1, 2, 3, (byte)'a', 0, (byte)'b', (byte)'c', 0, 9, 9];
        byte[] full = [.. header, .. packed[10..]];
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["scan.nii.gz"], [.. full, (byte)'x']);
        using var file = File.OpenRead(folder["scan.nii.gz"]);
        Assert.Equal(1, GzipEnd.BytesBehind(file));
    }

    /// <summary>Of a file with many volumes the first is wanted: its end is looked at all the same.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void The_end_counts_whichever_volume_is_read(int missing)
    {
        var bytes = Packed(new MadeNifti { Shape = [3, 4, 5, 2], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 120)) }.Bytes());
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["scan.nii.gz"], bytes[..^missing]);
        void Prepare() => ScanPreparation.Prepare(folder["scan.nii.gz"], new InputGeometry([3, 3, 3]), volume: 0);
        if (missing == 0) Prepare();
        else Assert.Contains("cut off", Assert.Throws<NiftiException>(Prepare).Message);
    }

    [Fact]
    public void The_header_of_a_pair_has_an_end_too()
    {
        using var folder = new TemporaryFolder();
        var made = new MadeNifti { Pair = true, Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) };
        File.WriteAllBytes(folder["scan.HDR.gz"], Packed(made.Header()));
        File.WriteAllBytes(folder["scan.Img"], made.StoredVoxels());
        Assert.Empty(NiftiInspection.Of(folder["scan.HDR.gz"]).Warnings);
        File.WriteAllBytes(folder["scan.HDR.gz"], Packed(made.Header())[..^8]);
        Assert.Contains("cut off", Assert.Throws<NiftiException>(() => NiftiInspection.Of(folder["scan.Img"])).Message);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        // the runtime packs nothing into nothing
        return packed.Length > 0 ? packed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static NiftiInspection Read(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["scan.nii.gz"], bytes);
        ScanPreparation.Prepare(folder["scan.nii.gz"], new InputGeometry([3, 3, 3]), volume: null);
        return NiftiInspection.Of(folder["scan.nii.gz"]);
    }

    private static void Refused(byte[] bytes, string message) => Assert.Contains(message, Assert.Throws<NiftiException>(() => Read(bytes)).Message);
}
