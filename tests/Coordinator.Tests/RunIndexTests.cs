using System.Text.Json;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using CsCheck;
using Xunit;

namespace AxSpa.Coordinator.Tests;

public sealed class RunIndexTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("index", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public void Dispose() => _system.Dispose();

    private static RunEvents.Submitted Submitted(string run, string key = "key") => new(new RunId(run), key, "made", "yaml", RunStage.Mri, MadeRun.Now);

    private static RunIndex After(params IEnumerable<IWireMessage> events) => events.Aggregate(RunIndex.Empty, (index, happened) => index.Apply(happened));

    private static IndexEvents.RunIndexed Indexed(string run, string key = "key") => new(Submitted(run, key));

    private static IndexEvents.RunClosed Closed(string run, RunStatus how = RunStatus.Completed) => new(new RunId(run), how, MadeRun.Now);

    private RunIndex ThroughTheWire(RunIndex index)
    {
        var (serializer, snapshot) = (new WireSerializer((ExtendedActorSystem)_system), index.ToSnapshot());
        return RunIndex.From((IndexSnapshot)serializer.FromBinary(serializer.ToBinary(snapshot), serializer.Manifest(snapshot)));
    }

    [Fact]
    public void A_run_that_has_ended_keeps_what_lists_need_and_not_its_specification()
    {
        var (index, first) = (After(Indexed("r1"), Indexed("r2"), Closed("r1")), new RunId("r1"));
        Assert.Equal(new IndexedRun(first, "key", "made", RunStage.Mri, MadeRun.Now, RunStatus.Completed, MadeRun.Now, null), index.Find(first));
        Assert.Equal(Submitted("r2"), index.Find(new RunId("r2"))!.Submitted);
        index = index.Apply(new IndexEvents.RunReopened(new RunId("r1"), MadeRun.Now));
        Assert.Equal((RunStatus.Running, null, null), (index.Find(first)!.Status, index.Find(first)!.EndedAt, index.Find(first)!.Submitted));
    }

    [Fact]
    public void The_newest_run_of_a_key_that_can_still_give_a_result_is_found()
    {
        var index = After(Indexed("r1"), Closed("r1"), Indexed("r2"), Closed("r2", RunStatus.Failed), Indexed("r3", "other"));
        Assert.Equal("r1", index.Reusable("key")!.Run.Value);
        index = index.Apply(Indexed("r4"));
        Assert.Equal("r4", index.Reusable("key")!.Run.Value);
        index = index.Apply(Closed("r4", RunStatus.Cancelled)).Apply(new IndexEvents.RunDeleting(new RunId("r1"), MadeRun.Now));
        Assert.Null(index.Reusable("key"));
        Assert.Null(index.Reusable("none"));
        Assert.Equal(["r2", "r3", "r4"], index.Runs.Select(run => run.Run.Value));
        Assert.Equal(["r3"], index.Open.Select(run => run.Run.Value));
    }

    [Fact]
    public void An_id_is_drawn_again_while_a_run_has_it_or_had_it()
    {
        var (deleting, deleted) = (new RunId("20260102-030405-0001"), new RunId("20260102-030405-0002"));
        var index = After(Indexed("20260102-030405-0000"), Indexed(deleting.Value), Indexed(deleted.Value), Closed(deleting.Value), Closed(deleted.Value),
            new IndexEvents.RunDeleting(deleting, MadeRun.Now), new IndexEvents.RunDeleting(deleted, MadeRun.Now),
            new IndexEvents.RunDeleted(deleted, MadeRun.Now));
        var draws = new Queue<string>(["0000", "0001", "0002", "0000", "0003", "0004"]);
        Assert.Equal("20260102-030405-0003", index.FreeId(MadeRun.Now, draws.Dequeue).Value);
        Assert.Equal("20260102-030406-0004", index.FreeId(MadeRun.Now.AddSeconds(1), draws.Dequeue).Value);
    }

    [Fact]
    public void Sixteen_bits_are_enough_for_more_runs_of_one_second_than_there_will_ever_be()
    {
        var (index, random) = (RunIndex.Empty, new Random(1));
        for (var run = 0; run < 2_000; run++)
            index = index.Apply(Indexed(index.FreeId(MadeRun.Now, () => random.Next(1 << 12).ToString("x4", null)).Value));
        Assert.Equal(2_000, index.Runs.Select(run => run.Run).Distinct().Count());
    }

    [Fact]
    public void An_older_journal_that_names_an_id_twice_keeps_its_first_run() =>
        Assert.Equal("first", Assert.Single(After(Indexed("r1", "first"), Indexed("r1", "second")).Runs).Key);

    /// <summary>Compared by reflection: what a later version adds to the index, and forgets in the snapshot, is missed here.</summary>
    [Fact]
    public void A_snapshot_and_what_happened_since_is_the_same_as_everything_that_happened() => Gen.Int[0, 1 << 20].Array[1, 80].Sample(choices =>
    {
        var events = choices.Select(Happened).ToList();
        var whole = After(events);
        for (var at = events.Count; at >= 0; at -= 5)
        {
            var index = ThroughTheWire(After(events.Take(at)));
            Assert.Equal(JsonSerializer.Serialize(After(events.Take(at)).ToSnapshot()), JsonSerializer.Serialize(index.ToSnapshot()));
            index = events.Skip(at).Aggregate(index, (sofar, happened) => sofar.Apply(happened));
            Assert.Equal(JsonSerializer.Serialize(whole), JsonSerializer.Serialize(index));
            Assert.Equal(whole.Reusable("k1")?.Run, index.Reusable("k1")?.Run);
            Assert.All(whole.Runs, run => Assert.Equal(run, index.Find(run.Run)));
        }
    }, iter: 300);

    [Fact]
    public void The_generated_indexes_live_through_every_event_there_is() => Assert.Equal(
        typeof(IndexEvents).GetNestedTypes().Select(type => type.Name).Order(StringComparer.Ordinal),
        Enumerable.Range(0, 100).Select(choice => Happened(choice).GetType().Name).Distinct().Order(StringComparer.Ordinal));

    private static IWireMessage Happened(int choice)
    {
        var run = new RunId($"r{choice / 16 % 12}");
        var at = MadeRun.Now.AddSeconds(choice);
        return (choice % 16) switch
        {
            <= 4 => new IndexEvents.RunIndexed(new RunEvents.Submitted(run, $"k{choice / 16 % 3}", "made", "yaml", RunStage.Mri, at)),
            5 or 6 => new IndexEvents.RunClosed(run, (RunStatus)(1 + (choice % 3)), at, choice % 5 == 0 ? $"row {choice}" : null, choice % 20 - 10),
            7 => new IndexEvents.RunReopened(run, at),
            8 => new IndexEvents.RunDeleting(run, at),
            9 => new IndexEvents.RunDeleted(run, at),
            10 => new IndexEvents.MessageSet(choice % 3 == 0 ? null : $"six {choice}", at),
            11 => new IndexEvents.NodeDrained($"h{choice % 3}:1", at, "disk", at),
            12 => new IndexEvents.NodeExcluded($"h{choice % 3}:1", choice % 2 == 0 ? null : run, "ecc", at),
            13 => new IndexEvents.NodeEnabled($"h{choice % 3}:1", choice % 2 == 0 ? null : run, at),
            _ => new IndexEvents.TookOver(at),
        };
    }
}
