using System.Runtime.InteropServices;
using System.Text.Json;
using AxSpa.Models.ResNet3D;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ResNet3D;

/// <summary>The reference's tiny bottleneck network: its weights, one input batch, and what PyTorch 1.13.1 makes of them.</summary>
internal sealed class GoldenNetwork : IDisposable
{
    private readonly JsonDocument _expected = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Golden("resnet_expected.json")));

    public GoldenNetwork()
    {
        var floats = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedFolder.Golden("resnet_weights.f32"))).ToArray();
        var stored = Expected.GetProperty("manifest").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!, entry =>
        {
            var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var offset = entry.GetProperty("offset_floats").GetInt32();
            return tensor(floats[offset..(offset + (int)shape.Aggregate((a, b) => a * b))], shape);
        });
        Input = stored["input"];
        using var noGradient = no_grad();
        foreach (var (name, target) in Network.state_dict().Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            target.copy_(stored[name]);
    }

    public JsonElement Expected => _expected.RootElement;
    public ResNet3DNetwork Network { get; } = new(new ResNet3DShape(BlockKind.Bottleneck, [1, 1, 1, 1], Width: 8, Outputs: 2));
    public Tensor Input { get; }
    public Tensor Labels { get; } = tensor(new long[] { 0, 1, 1 });

    public Tensor Loss() => nn.functional.cross_entropy(Network.call(Input), Labels);

    public static float[] Numbers(JsonElement table) => [.. table.EnumerateArray().SelectMany(row =>
        row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(cell => cell.GetSingle()) : [row.GetSingle()])];

    public static void AssertClose(float[] expected, Tensor actual, float tolerance)
    {
        var numbers = actual.detach().data<float>().ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], numbers[i], tolerance);
    }

    public void Dispose()
    {
        Network.Dispose();
        _expected.Dispose();
    }
}
