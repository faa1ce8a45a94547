using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Queue;

public sealed class QueueCommandTests : IAsyncDisposable
{
    private const string Other = "20261123-110000-bbbb";

    private readonly CommandRoom _room = new();

    public QueueCommandTests() => _room.Cluster.Runs = [Summary(Other, minute: -60), Summary(Id.Value)];

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private static ImmutableArray<JobId> Jobs(params string[] names) => [.. names.Select(name => new JobId(name))];

    [Fact]
    public async Task Queue_list_shows_the_order_and_what_each_job_waits_for()
    {
        _room.Cluster.Queue = new QueueView(
        [
            new QueuedRunView(1, Id, "axspa-baseline", 10, 2, 1, Noon, 605, 605, null, [new WaitView(Jobs("mri-1"), "one of its own slots")]),
            new QueuedRunView(2, new RunId(Other), "long", 10, null, 3, Noon, 4800, 90_000, "last",
                [new WaitView(Jobs("mri-2", "mri-3", "mri-4", "clinical-0", "clinical-1", "clinical-2"), "a slot to be free"),
                    new WaitView(Jobs("mri-1"), "files that can be read")]),
            new QueuedRunView(null, new RunId("20261123-100000-cccc"), "paused", 0, null, 0, null, 0, 12, null, [new WaitView([], "someone to resume it")]),
        ], 0, 4, 4);
        var said = await _room.Run("queue list");
        Assert.Equal(
            $"""
            #  RUN                   NAME            PRIORITY    SLOTS  USED         TOTAL        JOBS                             WAITS FOR
            1  {Id}  axspa-baseline  high        1/2    10 min 05 s  10 min 05 s  mri-1                            one of its own slots
            2  {Other}  long            high, last  3      1 h 20 min   1 d 01 h     mri-2 mri-3 mri-4 clinical-0 +2  a slot to be free
                                                                                                  mri-1                            files that can be read
            -  20261123-100000-cccc  paused          normal      0                   12 s                                          someone to resume it
            Among runs of priority high USED counts slot time since 2026-11-23 12:00:00Z
            Count: 3 runs wait, 4 of 4 slots busy
            """, said.Out);
        var json = JsonDocument.Parse((await _room.Run("queue list -o json")).Out).RootElement.GetProperty("runs");
        Assert.Equal(("mri-1", 605), (json[0].GetProperty("waits")[0].GetProperty("jobs")[0].GetString(), json[0].GetProperty("usedSeconds").GetDouble()));
    }

    [Fact]
    public async Task An_empty_queue_is_one_line() => Assert.Equal("Count: 0 runs wait, 0 of 0 slots busy", (await _room.Run("queue list")).Out);

    public static TheoryData<string, IWireMessage> Orders => new()
    {
        { "queue move last --first", new QueueProtocol.MoveRun(Id, QueuePlace.First, null) },
        { "queue move last --last", new QueueProtocol.MoveRun(Id, QueuePlace.Last, null) },
        { "queue move last --before 20261123-11", new QueueProtocol.MoveRun(Id, QueuePlace.Before, new RunId(Other)) },
        { "queue priority last high", new QueueProtocol.PrioritizeRun(Id, 10) },
        { "queue priority last -7", new QueueProtocol.PrioritizeRun(Id, -7) },
        { "queue limit last 3", new QueueProtocol.LimitRun(Id, 3) },
        { "queue limit last none", new QueueProtocol.LimitRun(Id, null) },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task An_order_reaches_the_run_or_is_rehearsed(string line, IWireMessage order)
    {
        var rehearsed = await _room.Run(line + " --dry-run");
        Assert.Equal(0, rehearsed.Exit);
        Assert.Equal(order, _room.Cluster.Rehearsed);
        Assert.Null(_room.Cluster.Ordered);
        var said = await _room.Run(line);
        Assert.Equal((0, $"{Id} changed: so it is"), (said.Exit, said.Out));
        Assert.Equal(order, _room.Cluster.Ordered);
    }

    [Theory]
    [InlineData("queue move last", "say one of --first, --last and --before RUN")]
    [InlineData("queue move last --first --last", "say one of --first, --last and --before RUN")]
    [InlineData("queue move last --before nobody", "There is no run nobody")]
    [InlineData("queue priority last hihg", "'hihg' is no priority. It is low, normal, high or a whole number from -100 to 100. Did you mean 'high'?")]
    [InlineData("queue priority last 101", "'101' is no priority")]
    [InlineData("queue limit last 0", "'0' is no number of slots from 1 to 10000, and not none.")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_asked(string line, string message)
    {
        var said = await _room.Run(line);
        Assert.Equal(2, said.Exit);
        Assert.Contains(message, said.Err);
        Assert.Null(_room.Cluster.Ordered);
    }

    [Fact]
    public async Task A_submission_carries_its_priority_and_limit()
    {
        var file = new Shared.Pbm.LocalFile("x.yaml", RunYaml.Write(Specification));
        await _room.Run("run submit x.yaml --priority -5 --max-slots 2", file);
        Assert.Equal((-5, 2), (_room.Cluster.Submitted!.Priority!.Value, _room.Cluster.Submitted.MaxSlots!.Value));
        await _room.Run("run submit x.yaml", file);
        Assert.Equal((null, null), (_room.Cluster.Submitted.Priority, _room.Cluster.Submitted.MaxSlots));
        Assert.Contains("'urgent' is no priority", (await _room.Run("run submit x.yaml --priority urgent", file)).Err);
    }
}
