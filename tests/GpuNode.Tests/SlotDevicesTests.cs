using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class SlotDevicesTests
{
    [Theory]
    [InlineData("cpu", new[] { "cpu" })]
    [InlineData("cpu:2", new[] { "cpu", "cpu" })]
    [InlineData("cuda:0,cuda:1", new[] { "cuda:0", "cuda:1" })]
    [InlineData("cuda:0, cpu:1", new[] { "cuda:0", "cpu" })]
    public void Slots_are_written_as_devices(string text, string[] devices) => Assert.Equal(devices, SlotDevices.Parse(text));

    [Fact]
    public void Auto_finds_at_least_one_slot() => Assert.NotEmpty(SlotDevices.Parse("auto"));

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:0")]
    [InlineData("cpu:-1")]
    [InlineData("cuda")]
    [InlineData("cpu:2,")]
    public void Anything_else_is_refused_with_what_is_allowed(string text) =>
        Assert.Contains("cpu:N", Assert.Throws<RefusedInputException>(() => SlotDevices.Parse(text)).Message);
}
