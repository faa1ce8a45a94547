using System.Buffers.Binary;
using System.Text;
using AxSpa.Models.Training;

namespace AxSpa.Models.Tests.Training;

public sealed class TensorBoardFileTests
{
    [Fact]
    public void The_check_value_is_that_of_the_standard() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8)); // of every table of CRC-32C

    /// <summary>RFC 3720, appendix B.4, whose bytes are those of the value from its lowest one.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AA)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794E)]
    [InlineData("1F1E1D1C1B1A191817161514131211100F0E0D0C0B0A09080706050403020100", 0x113FDB5C)]
    [InlineData("01C00000000000000000000000000000140000000000040000000014000000182800000000000000" + "0200000000000000", 0xD9963A56)]
    public void The_checks_of_the_RFC_come_out(string bytes, uint crc) => Assert.Equal(crc, Crc32C.Of(Convert.FromHexString(bytes)));

    /// <summary>By the definition, bit by bit: of every length, so that what is left of eight at a time is right too.</summary>
    [Fact]
    public void Bytes_of_every_length_have_the_check_that_the_polynomial_gives()
    {
        byte[] bytes = [.. Enumerable.Range(0, 67).Select(index => (byte)(index * 73 + 11))];
        for (var length = 0; length <= bytes.Length; length++)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes.AsSpan(0, length))
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) == 0 ? crc >> 1 : 0x82F63B78 ^ crc >> 1;
            }
            Assert.Equal(~crc, Crc32C.Of(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Every_record_is_whole_checked_and_carries_its_curve()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var file = new TensorBoardFile(folder.Path, new ManualClock(TimeSpan.Zero)))
        {
            file.Add(new EpochRecord(Epoch: 300, TrainingLoss: 0.5, ValidationLoss: 0.25, ValidationAuroc: 0.75, LearningRate: 1e-3));
            path = file.Path;
        }

        var records = Records(File.ReadAllBytes(path));

        Assert.EndsWith("events.out.tfevents.1700000000.axspa", path);
        Assert.Equal(4, records.Count);
        Assert.All(records, record => Assert.Equal(1_700_000_000.0, BinaryPrimitives.ReadDoubleLittleEndian(record.AsSpan(1))));
        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(records[0]));
        // 10 AC 02: step 300. 2A..: summary, with the tag and then 15, the value as a little-endian float.
        Assert.Equal([0x10, 0xAC, 0x02, 0x2A], records[1][9..13]);
        Assert.Equal(["loss/training", "loss/validation", "auroc/validation"], records.Skip(1).Select(record => Encoding.UTF8.GetString(record[18..^5])));
        Assert.Equal([0.5f, 0.25f, 0.75f], records.Skip(1).Select(record => BinaryPrimitives.ReadSingleLittleEndian(record.AsSpan()[^4..])));
    }

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Crc32C.Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            records.Add(file[(at + 12)..(at + 12 + length)]);
            Assert.Equal(Crc32C.Masked(records[^1]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += 16 + length;
        }
        return records;
    }
}
