using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Views;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class WaitReasonsTests
{
    private static readonly RunStanding Run = Standing("r");

    private static string Why(PlacementState state, WaitingJob? job = null, RunStanding? run = null, DateTimeOffset? now = null)
    {
        var wants = Wants(run ?? Run, job ?? Job("mri-0"));
        state = state.After(wants, Now);
        return Assert.Single(QueueViews.Waits(state, wants, state.SlotsHeld[wants.Run], now ?? Now)).Why;
    }

    [Fact]
    public void Without_a_node_it_waits_for_one() => Assert.Equal("a GPU node: none has joined the cluster", Why(State()));

    [Theory]
    [InlineData(DeviceKind.Cuda, 0, "a slot on cuda: no node has one")]
    [InlineData(DeviceKind.Cuda, 80, "a slot on cuda with 80 GiB: no node has one")]
    [InlineData(DeviceKind.Any, 7.5, "a slot with 7.5 GiB: no node has one")]
    public void A_demand_that_nothing_meets_is_named(DeviceKind device, double memoryGiB, string why) =>
        Assert.Equal(why, Why(State().WithNode(Here, Slot("cpu", memoryGiB: 4)), Job("mri-0") with { Demand = new SlotDemand(device, memoryGiB) }));

    [Fact]
    public void Busy_slots_are_counted_and_only_those_that_would_do()
    {
        var state = State().WithNode(Here, Slot("cpu", SlotStatus.Running), Slot("cpu", SlotStatus.Running), Slot("cuda:0", SlotStatus.Running));
        Assert.Equal("a slot to be free: all 3 that would do are busy", Why(state));
        Assert.Equal("a slot on cuda to be free: the only one that would do is busy",
            Why(state, Job("mri-0") with { Demand = new SlotDemand(DeviceKind.Cuda) }));
    }

    [Fact]
    public void Closed_nodes_are_named_with_the_reason_that_was_given()
    {
        var state = State().WithNode(Here, Slot()).Ordered(new IndexEvents.NodeDrained("10.0.0.1:5001", null, "new disk", Now));
        Assert.Equal("a node that it may go to: 10.0.0.1:5001 is drained since 2026-01-02 03:04:05Z (new disk)", Why(state));
        Assert.Equal("a slot to be free: the only one that would do is busy; 10.0.0.1:5001 is drained since 2026-01-02 03:04:05Z (new disk)",
            Why(state.WithNode(There, Slot(status: SlotStatus.Running))));
        var excluded = State().WithNode(Here, Slot()).Ordered(new IndexEvents.NodeExcluded("10.0.0.1:5001", new RunId("r"), null, Now));
        Assert.Equal("a node that it may go to: 10.0.0.1:5001 is excluded for this run since 2026-01-02 03:04:05Z", Why(excluded));
        // What keeps it from a node that could not compute it anyway is of no interest.
        Assert.Equal("a slot on cuda: no node has one", Why(state, Job("mri-0") with { Demand = new SlotDemand(DeviceKind.Cuda) }));
    }

    [Fact]
    public void A_file_that_a_node_does_not_see_is_named_with_the_node()
    {
        var job = Job("cohort") with { Unseen = [new UnseenFile(Here, "/data/c.csv", Now, 1)] };
        Assert.Equal("a node that it may go to: /data/c.csv is not visible on 10.0.0.1:5001 (looked for at 2026-01-02 03:04:05Z)",
            Why(State().WithNode(Here, Slot()), job));
        Assert.Equal("a slot to be free: the only one that would do is busy; /data/c.csv is not visible on 10.0.0.1:5001 (looked for at 2026-01-02 03:04:05Z)",
            Why(State().WithNode(Here, Slot()).WithNode(There, Slot(status: SlotStatus.Running)), job));
    }

    [Fact]
    public void Of_many_closed_nodes_some_are_named_and_the_rest_counted()
    {
        var state = Enumerable.Range(1, 9).Aggregate(State(), (all, node) => all
            .WithNode(new NodeId($"10.0.0.{node}", 5001, 1), Slot()).Ordered(new IndexEvents.NodeDrained($"10.0.0.{node}:5001", null, null, Now)));
        Assert.EndsWith("10.0.0.3:5001 is drained since 2026-01-02 03:04:05Z and 6 more", Why(state));
    }

    [Fact]
    public void A_silent_node_is_told_of()
    {
        var later = Now.AddSeconds(9);
        var wants = Wants(Run, Job("mri-0"));
        var state = State().WithNode(Here, Slot()).After(wants, later);
        Assert.Equal("a node that it may go to: 10.0.0.1:5001 has not reported since 2026-01-02 03:04:05Z", QueueViews.Waits(state, wants, 0, later)[0].Why);
    }

    [Fact]
    public void Trainers_that_start_or_do_not_are_told_apart()
    {
        Assert.Equal("a slot: 2 trainers starting", Why(State().WithNode(Here, Slot(status: SlotStatus.Starting), Slot(status: SlotStatus.Starting))));
        Assert.Equal("a slot that works: 10.0.0.1:5001 says 'no libxgboost'",
            Why(State().WithNode(Here, Slot(status: SlotStatus.Broken) with { Trouble = "no libxgboost" })));
    }

    [Fact]
    public void A_job_that_crashed_on_a_node_waits_for_another() => Assert.Equal(
        "a slot of another node than 10.0.0.1:5001, where it crashed",
        Why(State().WithNode(Here, Slot()).WithNode(There, Slot(status: SlotStatus.Running)),
            Job("mri-0") with { Avoided = [Here], RequiresOtherNode = true }));

    [Fact]
    public void The_runs_own_limit_is_named_before_anything_else()
    {
        var limited = Wants(Standing("r", maxSlots: 1), Job("mri-1")) with
        { Held = [new HeldSlot(new AttemptId(new RunId("r"), new JobId("mri-0"), 1), Here, 0)] };
        var state = State(limited).WithNode(Here, Slot(status: SlotStatus.Running), Slot());
        Assert.Equal("one of its own slots: it may use 1 slot at once, and does ('pbm queue limit r none' lifts that)",
            QueueViews.Waits(state, limited, state.SlotsHeld[limited.Run], Now)[0].Why);
    }

    [Fact]
    public void A_run_that_says_nothing_waits_for_its_journal() =>
        Assert.StartsWith("the journal", Why(State().WithNode(Here, Slot()), now: Now.AddSeconds(6)));

    [Fact]
    public void A_slot_that_is_free_and_fits_is_about_to_be_given() => Assert.Equal(RunProgressLines.BeingPlaced, Why(State().WithNode(Here, Slot())));

    [Fact]
    public void The_queue_shows_who_is_served_first_then_who_wants_nothing_then_who_is_not_heard_of()
    {
        var paused = new RunWants(Standing("paused"), [], [], [new BlockedJobs([new JobId("mri-0")], "someone")]);
        var done = new RunWants(Standing("all its jobs run"), [], [new HeldSlot(new AttemptId(new RunId("x"), new JobId("mri-0"), 1), Here, 0)], []);
        var state = State(paused, done, Wants(Standing("second"), Job("mri-0"), Job("clinical-0")), Wants(Standing("first", priority: 10), Job("mri-0")))
            .WithNode(Here, Slot(status: SlotStatus.Running));
        var queue = QueueViews.Of(state, [(new RunId("paused"), "paused"), (new RunId("unheard"), "unheard")], Now);
        Assert.Equal([("first", 1), ("second", 2), ("paused", 0), ("unheard", 0)], queue.Runs.Select(run => (run.Run.Value, run.Position ?? 0)));
        Assert.Equal(["mri-0", "clinical-0"], queue.Runs[1].Waits.Single().Jobs.Select(job => job.Value));
        Assert.Equal((1, 1, 0), (queue.BusySlots, queue.Slots, queue.Omitted));
    }

    /// <summary>A frame of 128 kB carries the heartbeats too.</summary>
    [Fact]
    public void The_longest_queue_fits_a_message()
    {
        var state = Enumerable.Range(1, 60).Aggregate(State(), (all, run) => all.After(Wants(
            Standing($"20260102-030405-{run:0000}") with { Name = new string('n', 60) },
            [.. Enumerable.Range(0, 20).SelectMany(fold => new[] { Job($"mri-{fold}"), Job($"clinical-{fold}") })]), Now));
        state = Enumerable.Range(100, 90).Aggregate(state, (all, node) => all
            .WithNode(new NodeId($"gpu-node-{node}.radiology.hospital.example", 5001, 1), Slot(status: SlotStatus.Running))
            .Ordered(new IndexEvents.NodeDrained($"gpu-node-{node}.radiology.hospital.example:5001", null, "the rack is moved to another room", Now)));
        var queue = QueueViews.Of(state, [], Now);
        Assert.Equal((40, 20), (queue.Runs.Length, queue.Omitted));
        using var system = ActorSystem.Create("size", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        Assert.InRange(new WireSerializer((ExtendedActorSystem)system).ToBinary(queue).Length, 1, 100_000);
    }
}
