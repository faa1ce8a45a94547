using System.Text.Json;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunDeleteTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task Delete_waits_until_all_is_gone_says_what_hinders_it_and_how_much_it_was()
    {
        foreach (var trouble in new[] { null, "the disk is away", "the disk is away" })
            _room.Cluster.Deletions.Enqueue(new RunProtocol.Deletion(Id, false, 0, 0, trouble));
        _room.Cluster.Deletions.Enqueue(new RunProtocol.Deletion(Id, true, 213, 45_200_000, null));
        var said = await _room.Run("run delete last --yes");
        Assert.Equal((0, $"{Id} deleted: 213 files, 45.2 MB", "the disk is away"), (said.Exit, said.Out, said.Err));
        Assert.Equal("deleted", JsonDocument.Parse((await _room.Run("run delete last --yes -o json")).Out).RootElement.GetProperty("how").GetString());
    }

    [Fact]
    public async Task Without_a_yes_it_says_what_would_go()
    {
        var said = await _room.Run("run delete last");
        Assert.Equal(2, said.Exit);
        Assert.StartsWith($"'run delete' would delete for good run {Id}: so it would be. Nothing was done", said.Err);
        Assert.Equal(new RunProtocol.DeleteRun(Id), _room.Cluster.Rehearsed);
    }
}
