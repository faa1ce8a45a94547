using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class SlotBoardTests
{
    private static readonly DateTimeOffset Now = MadeRun.Now;
    private static readonly NodeId Node = MadeRun.Node;

    private static NodeProtocol.NodeReport Report(SlotStatus status) =>
        new(Node, [new SlotView(0, "cpu", status, status == SlotStatus.Running ? MadeRun.Attempt("mri-0", 1) : null)], []);

    private static readonly SlotBoard OneFree = SlotBoard.Empty.After(Report(SlotStatus.Free), Now);
    private static readonly FreeSlot First = OneFree.Free.Single();

    [Fact]
    public void A_promised_slot_is_not_free_although_an_older_report_still_says_so()
    {
        var promised = OneFree.Promise(First, MadeRun.Id, Now).After(Report(SlotStatus.Free), Now.AddSeconds(1));
        Assert.Empty(promised.Free);
    }

    [Fact]
    public void A_promise_is_redeemed_by_the_slot_that_runs_and_is_free_again_after()
    {
        var running = OneFree.Promise(First, MadeRun.Id, Now).After(Report(SlotStatus.Running), Now.AddSeconds(1));
        Assert.Empty(running.Free);
        Assert.Equal([First], running.After(Report(SlotStatus.Free), Now.AddSeconds(2)).Free);
    }

    [Fact]
    public void A_promise_that_was_lost_on_the_way_ends_after_ten_seconds() =>
        Assert.Equal([First], OneFree.Promise(First, MadeRun.Id, Now).After(Report(SlotStatus.Free), Now.AddSeconds(11)).Free);

    [Fact]
    public void A_node_that_left_takes_its_slots_along() => Assert.Empty(OneFree.Without(Node).Free);
}
