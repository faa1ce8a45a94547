using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class GpuPlacementTests
{
    /// <summary><c>mri-0 to 10.0.0.1:5001/1</c></summary>
    private static string[] Placed(PlacementState state) =>
        [.. GpuPlacement.Match(state, Now).Select(match => $"{match.Job.Job} to {match.Slot.Node}/{match.Slot.Index}").Order(StringComparer.Ordinal)];

    private static string[] Served(PlacementState state) => [.. GpuPlacement.Match(state, Now).Select(match => match.Job.Run.Value)];

    [Fact]
    public void MRI_prefers_a_card_and_clinical_the_CPU_and_nothing_waits_for_its_preference()
    {
        var run = Wants(Standing("r"), Job("mri-0"), Job("clinical-0"));
        Assert.Equal(["clinical-0 to 10.0.0.1:5001/0", "mri-0 to 10.0.0.1:5001/1"], Placed(State(run).WithNode(Here, Slot("cpu"), Slot("cuda:0"))));
        Assert.Equal(["mri-0 to 10.0.0.1:5001/0"], Placed(State(run).WithNode(Here, Slot("cpu"))));
    }

    [Fact]
    public void A_job_that_failed_goes_to_another_node_where_there_is_one()
    {
        var job = Job("clinical-0") with { Avoided = [Here] };
        Assert.Equal(["clinical-0 to 10.0.0.2:5001/0"], Placed(State(Wants(Standing("r"), job)).WithNode(Here, Slot()).WithNode(There, Slot("cuda:0"))));
        // The other is busy: what made progress before it crashed takes what is free, what did not waits.
        var busy = State(Wants(Standing("r"), job)).WithNode(Here, Slot()).WithNode(There, Slot(status: SlotStatus.Running));
        Assert.Single(Placed(busy));
        Assert.Empty(Placed(busy.After(Wants(Standing("r"), job with { RequiresOtherNode = true }), Now)));
        // There is no other, or none that works, or it failed there too.
        var insists = Wants(Standing("r"), job with { RequiresOtherNode = true });
        Assert.Single(Placed(State(insists).WithNode(Here, Slot())));
        Assert.Single(Placed(State(insists).WithNode(Here, Slot()).WithNode(There, Slot(status: SlotStatus.Broken))));
        Assert.Single(Placed(State(Wants(Standing("r"), job with { RequiresOtherNode = true, Avoided = [Here, There] }))
            .WithNode(Here, Slot())
            .WithNode(There, Slot(status: SlotStatus.Running))));
    }

    [Fact]
    public void A_demand_is_a_condition_and_not_a_preference()
    {
        var cuda = Job("mri-0") with { Demand = new SlotDemand(DeviceKind.Cuda, 40) };
        Assert.Empty(Placed(State(Wants(Standing("r"), cuda)).WithNode(Here, Slot("cpu", memoryGiB: 500), Slot("cuda:0", memoryGiB: 39.9), Slot("cuda:1"))));
        Assert.Equal(["mri-0 to 10.0.0.1:5001/1"], Placed(State(Wants(Standing("r"), cuda)).WithNode(Here, Slot("cpu"), Slot("cuda:0", memoryGiB: 40))));
        var cpu = Job("clinical-0") with { Demand = new SlotDemand(DeviceKind.Cpu) };
        Assert.Equal(["clinical-0 to 10.0.0.1:5001/1"], Placed(State(Wants(Standing("r"), cpu)).WithNode(Here, Slot("cuda:0"), Slot("cpu"))));
    }

    [Fact]
    public void A_run_that_finds_no_slot_it_can_use_holds_up_nobody()
    {
        var first = Wants(Standing("first", priority: 10), Job("mri-0") with { Demand = new SlotDemand(DeviceKind.Cuda) });
        Assert.Equal(["second"], Served(State(first, Wants(Standing("second"), Job("mri-0"))).WithNode(Here, Slot("cpu"))));
    }

    [Fact]
    public void Two_runs_that_come_to_four_free_slots_get_two_each()
    {
        var served = Served(State(
            Wants(Standing("a"), [.. Enumerable.Range(0, 5).Select(fold => Job($"mri-{fold}"))]),
            Wants(Standing("b", minute: 1), [.. Enumerable.Range(0, 5).Select(fold => Job($"mri-{fold}"))])).WithNode(Here, Slot(), Slot(), Slot(), Slot()));
        Assert.Equal(["a", "b", "a", "b"], served);
    }

    [Fact]
    public void A_higher_priority_gets_every_slot_it_can_use_before_a_lower_one_gets_any()
    {
        var served = Served(State(
            Wants(Standing("low", priority: -10), Job("mri-0"), Job("mri-1")),
            Wants(Standing("high", priority: 10, minute: 5), Job("mri-0"), Job("mri-1"))).WithNode(Here, Slot(), Slot(), Slot()));
        Assert.Equal(["high", "high", "low"], served);
    }

    [Fact]
    public void A_run_at_its_limit_leaves_its_slots_to_others_whether_it_holds_them_or_was_promised_them()
    {
        var jobs = Enumerable.Range(1, 3).Select(fold => Job($"mri-{fold}")).ToArray();
        var limited = Wants(Standing("limited", maxSlots: 2, priority: 10), jobs) with
        { Held = [new HeldSlot(new AttemptId(new RunId("limited"), new JobId("mri-0"), 1), Here, 0)] };
        var state = State(limited, Wants(Standing("other"), Job("mri-0"))).WithNode(Here, Slot(status: SlotStatus.Running), Slot(), Slot(), Slot());
        Assert.Equal(["limited", "other"], Served(state));
        var match = GpuPlacement.Match(state, Now)[0];
        Assert.Equal(["other"], Served(state.Offered(match.Job, match.Slot, Now)));
    }

    [Fact]
    public void A_slot_that_was_granted_is_not_free_because_its_node_has_not_heard_of_it()
    {
        var run = Wants(Standing("r"), Job("mri-1")) with { Held = [new HeldSlot(new AttemptId(new RunId("r"), new JobId("mri-0"), 1), Here, 0)] };
        Assert.Empty(Placed(State(run).WithNode(Here, Slot())));
    }

    [Fact]
    public void Nothing_is_placed_on_a_node_that_is_drained_or_excluded_or_silent()
    {
        var state = State(Wants(Standing("r"), Job("mri-0")), Wants(Standing("s", minute: 1), Job("mri-0"))).WithNode(Here, Slot(), Slot());
        Assert.Equal(["r", "s"], Served(state));
        Assert.Empty(Served(state.Ordered(new IndexEvents.NodeDrained("10.0.0.1:5001", null, null, Now))));
        Assert.Empty(Served(state.Ordered(new IndexEvents.NodeExcluded("10.0.0.1:5001", null, null, Now))));
        Assert.Equal(["s"], Served(state.Ordered(new IndexEvents.NodeExcluded("10.0.0.1:5001", new RunId("r"), null, Now))));
        var later = Now + NodeBar.SilentAfter + TimeSpan.FromSeconds(1);
        Assert.Empty(GpuPlacement.Match(state.After(Wants(Standing("r"), Job("mri-0")), later), later));
    }

    [Fact]
    public void A_job_whose_file_a_node_does_not_see_waits_for_another_that_could_and_else_tries_again_after_a_pause()
    {
        var job = Job("mri-0") with { Unseen = [new UnseenFile(Here, "/data/c.csv", Now, 1)] };
        var both = State(Wants(Standing("r"), job)).WithNode(Here, Slot()).WithNode(There, Slot(status: SlotStatus.Running));
        var later = Now.AddSeconds(6);
        Assert.Equal(["mri-0 to 10.0.0.2:5001/0"], Placed(both.WithNode(There, Slot())));
        Assert.Empty(Placed(both));
        Assert.Empty(Placed(both with { Terms = NodeTerms.None }));
        var again = job with { Unseen = [new UnseenFile(Here, "/data/c.csv", Now.AddSeconds(-10), 1)] };
        Assert.Empty(Placed(both.After(Wants(Standing("r"), again), Now)));
        var alone = State(Wants(Standing("r"), job)).WithNode(Here, Slot());
        Assert.Empty(GpuPlacement.Match(alone, later.AddSeconds(-3)));
        Assert.Single(Placed(alone.After(Wants(Standing("r"), again), Now)));
        // A node that was started again is another one: its share may be mounted now.
        Assert.Single(Placed(State(Wants(Standing("r"), job)).WithNode(Here with { Incarnation = 2 }, Slot())));
    }

    [Fact]
    public void What_was_ordered_about_a_node_holds_for_its_next_life_and_not_for_its_neighbour()
    {
        var state = State(Wants(Standing("r"), Job("mri-0"))).Ordered(new IndexEvents.NodeDrained("10.0.0.1:5001", null, null, Now));
        Assert.Empty(Served(state.WithNode(Here with { Incarnation = 2 }, Slot())));
        Assert.Single(Served(state.WithNode(There, Slot())));
        Assert.Single(Served(state.WithNode(Here, Slot()).Ordered(new IndexEvents.NodeEnabled("10.0.0.1:5001", null, Now))));
    }

    [Fact]
    public void A_run_that_waits_for_its_journal_is_offered_nothing()
    {
        var later = Now + PlacementState.RunIsSilentAfter + TimeSpan.FromSeconds(1);
        var state = State(Wants(Standing("silent", priority: 10), Job("mri-0"))).After(Wants(Standing("other"), Job("mri-0")), later);
        Assert.Equal(["other"], GpuPlacement.Match(state.WithNode(Here, Slot(), Slot()), later).Select(match => match.Job.Run.Value));
    }
}
