using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class NodeMachineTests : IDisposable
{
    private const long GiB = 1L << 30;

    /// <summary>What nvidia-smi said on a machine with one H200 (driver 580.159.04), and a second line of the same form.</summary>
    private const string Cards =
        "0, GPU-f5cb5b05-4176-11bc-7d3a-a7316c517477, NVIDIA H200, 143771\n1, GPU-0a000000-0000-0000-0000-000000000000, NVIDIA A40, 46068\n";

    private readonly string _root = Directory.CreateTempSubdirectory("axspa-machine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }

    [Theory]
    [InlineData("8589934592", 8 * GiB)]
    [InlineData("max", 16 * GiB)]
    [InlineData("99999999999999", 16 * GiB)]
    [InlineData(null, 16 * GiB)]
    public void Memory_is_the_machines_or_the_containers_whichever_is_less(string? limit, long expected)
    {
        Write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:         1000 kB\n");
        Write("proc/self/cgroup", "0::/system.slice/axspa.service\n");
        if (limit is not null)
            Write("sys/fs/cgroup/system.slice/axspa.service/memory.max", limit + "\n");
        Assert.Equal(expected, new MachineMemory(_root).Bytes());
    }

    [Fact]
    public void Memory_that_cannot_be_read_is_unknown() => Assert.Null(new MachineMemory(_root).Bytes());

    [Fact]
    public void A_card_is_read_as_the_driver_lists_it()
    {
        Assert.Equal([new NvidiaCard(0, "NVIDIA H200", 143771L << 20), new NvidiaCard(1, "NVIDIA A40", 46068L << 20)], NvidiaCards.Read(Cards, null));
        Assert.Empty(NvidiaCards.Read("No devices were found\n", null));
    }

    [Theory]
    [InlineData("1", "NVIDIA A40")]
    [InlineData("1,0", "NVIDIA A40,NVIDIA H200")]
    [InlineData("GPU-f5cb", "NVIDIA H200")]
    [InlineData("", "")]
    [InlineData("0,7,1", "NVIDIA H200")] // as CUDA does: what follows one that is not there is not seen
    public void Cards_are_counted_as_a_process_that_sees_only_some_counts_them(string visible, string names)
    {
        var seen = NvidiaCards.Read(Cards, visible);
        Assert.Equal(names, string.Join(',', seen.Select(card => card.Name)));
        Assert.Equal(Enumerable.Range(0, seen.Length), seen.Select(card => card.Index));
    }

    [Fact]
    public void Slots_share_the_memory_of_their_device()
    {
        var slots = new NodeMachine(32 * GiB, [new NvidiaCard(0, "NVIDIA H200", 140 * GiB)]).Slots(["cuda:0", "cuda:0", "cpu", "cpu", "cpu", "cpu", "cuda:1"]);
        Assert.Equal([70 * GiB, 70 * GiB, 8 * GiB, 8 * GiB, 8 * GiB, 8 * GiB, null], slots.Select(slot => slot.MemoryBytes));
        Assert.Equal("NVIDIA H200", slots[1].Card);
    }
}
