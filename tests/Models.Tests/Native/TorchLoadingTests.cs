using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Native;

public sealed class TorchLoadingTests
{
    [Fact]
    public void Torch_loads_on_this_machine_and_adds()
    {
        using var scope = NewDisposeScope();

        var sum = (ones(2, 3) + 1).sum().item<float>();

        Assert.Equal(12f, sum);
    }
}
