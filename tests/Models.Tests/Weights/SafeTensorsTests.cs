using System.Buffers.Binary;
using System.Text;
using AxSpa.Models.Weights;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Weights;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string FilePath => _folder.File("weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var weight = randn(3, 1, 2);
        var count = tensor(7L);

        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["b.weight"] = weight, ["a.count"] = count }, metadata: null);

        var read = SafeTensorsFile.ReadAll(FilePath);
        Assert.Equal(["a.count", "b.weight"], read.Keys);
        Assert.Equal(weight.shape, read["b.weight"].shape);
        Assert.True(weight.bytes.SequenceEqual(read["b.weight"].bytes));
        Assert.Equal(7L, read["a.count"].item<long>());
    }

    [Fact]
    public void A_view_of_other_strides_is_written_in_its_own_order()
    {
        using var scope = NewDisposeScope();
        var turned = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).t();

        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["t"] = turned });

        Assert.Equal([1, 4, 2, 5, 3, 6], SafeTensorsFile.ReadAll(FilePath)["t"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("F16", 0x3E00)]
    [InlineData("BF16", 0x3FC0)]
    public void Half_precision_is_widened_to_float32(string type, int oneAndAHalf)
    {
        using var scope = NewDisposeScope();
        WriteFile($$$"""{"w":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,2]}}""", [(byte)oneAndAHalf, (byte)(oneAndAHalf >> 8)]);

        Assert.Equal([1.5f], SafeTensorsFile.ReadAll(FilePath)["w"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "truncated")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "negative")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "header")]
    [InlineData("""{"w":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "header")]
    [InlineData("""[1]""", 0, "header")]
    [InlineData("""not json""", 0, "header")]
    public void A_header_that_does_not_hold_is_refused_with_its_reason(string header, int dataBytes, string reason)
    {
        WriteFile(header, new byte[dataBytes]);

        var error = Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Open(FilePath));

        Assert.Contains(FilePath, error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void An_absurd_header_length_is_refused_before_anything_is_allocated(long length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);

        Assert.Contains("Is it a safetensors file", Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Open(FilePath)).Message);
    }

    private void WriteFile(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. data]);
    }
}
