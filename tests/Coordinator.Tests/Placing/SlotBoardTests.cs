using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class SlotBoardTests
{
    private static readonly DateTimeOffset Now = MadeRun.Now;
    private static readonly NodeId Node = MadeRun.Node;
    private static readonly FreeSlot First = new(Node, 0, "cpu");

    private static NodeProtocol.NodeReport Report(SlotStatus status) =>
        new(Node, [new SlotView(0, "cpu", status, status == SlotStatus.Running ? MadeRun.Attempt("mri-0", 1) : null)], []);

    private static readonly SlotBoard OneFree = SlotBoard.Empty.After(Report(SlotStatus.Free), Now);

    [Fact]
    public void A_promised_slot_is_not_free_although_an_older_report_still_says_so()
    {
        var promised = OneFree.Promise(First, Now).After(Report(SlotStatus.Free), Now.AddSeconds(1));
        Assert.Empty(promised.Free);
    }

    [Fact]
    public void A_promise_is_redeemed_by_the_slot_that_runs_and_is_free_again_after()
    {
        var running = OneFree.Promise(First, Now).After(Report(SlotStatus.Running), Now.AddSeconds(1));
        Assert.Empty(running.Free);
        Assert.Equal([First], running.After(Report(SlotStatus.Free), Now.AddSeconds(2)).Free);
    }

    [Fact]
    public void A_promise_that_was_lost_on_the_way_ends_after_ten_seconds() =>
        Assert.Equal([First], OneFree.Promise(First, Now).After(Report(SlotStatus.Free), Now.AddSeconds(11)).Free);

    [Fact]
    public void A_node_that_left_takes_its_slots_along() => Assert.Empty(OneFree.Without(Node).Free);

    [Fact]
    public void The_board_says_why_nothing_can_be_placed()
    {
        Assert.Contains("no GPU node", SlotBoard.Empty.Trouble);
        Assert.Contains("busy", SlotBoard.Empty.After(Report(SlotStatus.Running), Now).Trouble);
        Assert.Null(OneFree.Trouble);
    }

    [Fact]
    public void MRI_prefers_a_card_and_clinical_the_CPU_and_nothing_waits_for_its_preference()
    {
        FreeSlot cpu = new(Node, 0, "cpu"), card = new(Node, 1, "cuda:0");
        WaitingJob mri = new(MadeRun.Id, new JobId("mri-0"), Branch.Mri), clinical = new(MadeRun.Id, new JobId("clinical-0"), Branch.Clinical);
        Assert.Equal([(mri, card), (clinical, cpu)], GpuPlacement.Match([mri, clinical], [cpu, card], [Node]));
        Assert.Equal([(mri, cpu)], GpuPlacement.Match([mri, clinical], [cpu], [Node]));
    }

    [Fact]
    public void A_job_that_failed_goes_to_another_node_where_there_is_one()
    {
        var other = new NodeId("127.0.0.2", 5001, 1);
        FreeSlot here = new(Node, 0, "cpu"), there = new(other, 0, "cuda:0");
        var job = new WaitingJob(MadeRun.Id, new JobId("clinical-0"), Branch.Clinical) { Avoided = [Node] };
        Assert.Equal([(job, there)], GpuPlacement.Match([job], [here, there], [Node, other]));
        // The other is busy: what made progress before it crashed takes what is free, what did not waits.
        Assert.Equal([(job, here)], GpuPlacement.Match([job], [here], [Node, other]));
        Assert.Empty(GpuPlacement.Match([job with { Insists = true }], [here], [Node, other]));
        // There is no other, or it failed there too.
        Assert.Equal(here, Assert.Single(GpuPlacement.Match([job with { Insists = true }], [here], [Node])).Slot);
        Assert.Equal(here, Assert.Single(GpuPlacement.Match([job with { Insists = true, Avoided = [Node, other] }], [here], [Node, other])).Slot);
    }

    [Fact]
    public void A_node_whose_every_slot_is_broken_is_no_other_node()
    {
        Assert.Equal([Node], OneFree.Working);
        Assert.Empty(SlotBoard.Empty.After(Report(SlotStatus.Broken), Now).Working);
    }

    [Theory]
    [InlineData(SlotStatus.Starting, "starting")]
    [InlineData(SlotStatus.Running, "busy")]
    [InlineData(SlotStatus.Broken, "no slot works")]
    public void Each_reason_why_no_slot_is_free_has_its_words(SlotStatus status, string words) =>
        Assert.Contains(words, SlotBoard.Empty.After(Report(status), Now).Trouble);
}
