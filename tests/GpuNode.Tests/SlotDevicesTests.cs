using AxSpa.Pipeline;
using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class SlotDevicesTests
{
    private static readonly TrainerProgram CpuTrainer = new("/nowhere/AxSpa.Trainer");

    [Theory]
    [InlineData("cpu", new[] { "cpu" })]
    [InlineData("cpu:2", new[] { "cpu", "cpu" })]
    [InlineData("cuda:0,cuda:1", new[] { "cuda:0", "cuda:1" })]
    [InlineData("cuda:0, cpu:1", new[] { "cuda:0", "cpu" })]
    [InlineData("cuda:0*2,cuda:1", new[] { "cuda:0", "cuda:0", "cuda:1" })]
    public void Slots_are_written_as_devices(string text, string[] devices) => Assert.Equal(devices, SlotDevices.Parse(text, CpuTrainer));

    [Fact]
    public void A_node_has_at_most_as_many_slots_as_its_report_can_tell_of()
    {
        Assert.Equal(256, SlotDevices.Parse("cpu:200,cpu:56", CpuTrainer).Length);
        Assert.Contains("at most 256", Assert.Throws<RefusedInputException>(() => SlotDevices.Parse("cpu:200,cpu:57", CpuTrainer)).Message);
    }

    [Fact]
    public void Auto_is_one_CPU_slot_per_core_for_a_trainer_without_CUDA_whatever_cards_there_are() =>
        Assert.Equal(Enumerable.Repeat("cpu", Environment.ProcessorCount), SlotDevices.Parse("auto", CpuTrainer));

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:0")]
    [InlineData("cpu:-1")]
    [InlineData("cuda")]
    [InlineData("cpu:2,")]
    [InlineData("cuda:0*0")]
    [InlineData("cuda:0*17")]
    [InlineData("cuda:0*2*2")]
    [InlineData("cuda:*2")]
    [InlineData("cpu:2*2")]
    public void Anything_else_is_refused_with_what_is_allowed(string text) =>
        Assert.Contains("cpu:N", Assert.Throws<RefusedInputException>(() => SlotDevices.Parse(text, CpuTrainer)).Message);
}
