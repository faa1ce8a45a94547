using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class NodeDecisionsTests
{
    private const string Node = "10.0.0.1:5001";
    private static readonly RunId Run = new("r");

    private static NodeTerms After(params NodeOrders.NodeOrder[] orders) =>
        orders.Aggregate(NodeTerms.None, (terms, order) => terms.On(order, Now).Happened is { } happened ? terms.Apply(happened) : terms);

    private static string Note(NodeTerms terms, NodeOrders.NodeOrder order) => Assert.IsType<NodeOrders.NodeChanged>(terms.On(order, Now).Answer).Note;

    [Fact]
    public void A_drained_node_is_told_until_when_its_work_may_stay()
    {
        Assert.EndsWith("what runs goes to its end", Note(NodeTerms.None, new NodeOrders.DrainNode(Node, null, null)));
        Assert.EndsWith("what still runs at 2026-01-02 03:14:05Z goes on elsewhere from its checkpoint",
            Note(NodeTerms.None, new NodeOrders.DrainNode(Node, TimeSpan.FromMinutes(10), null)));
        Assert.EndsWith("; what runs goes on elsewhere from its checkpoint", Note(NodeTerms.None, new NodeOrders.DrainNode(Node, TimeSpan.Zero, null)));
        Assert.Equal(new NodeDrain(Now, Now.AddMinutes(10), "disk"), After(new NodeOrders.DrainNode(Node, TimeSpan.FromMinutes(10), "disk")).Of(Here)!.Drain);
    }

    [Fact]
    public void Of_two_drains_the_later_one_counts() =>
        Assert.Null(After(new NodeOrders.DrainNode(Node, TimeSpan.Zero, null), new NodeOrders.DrainNode(Node, null, null)).Of(Here)!.Drain!.MoveAt);

    [Fact]
    public void A_second_drain_without_a_reason_keeps_that_of_the_first()
    {
        var first = new NodeOrders.DrainNode(Node, TimeSpan.FromMinutes(10), "new fan");
        Assert.Equal("new fan", After(first, new NodeOrders.DrainNode(Node, null, null)).Of(Here)!.Drain!.Reason);
        Assert.Equal("new disk", After(first, new NodeOrders.DrainNode(Node, null, "new disk")).Of(Here)!.Drain!.Reason);
        Assert.Null(After(first, new NodeOrders.EnableNode(Node, null), new NodeOrders.DrainNode(Node, null, null)).Of(Here)!.Drain!.Reason);
    }

    [Fact]
    public void An_exclusion_is_for_all_or_for_one_run_and_said_twice_it_is_one()
    {
        var terms = After(new NodeOrders.ExcludeNode(Node, Run, "ecc"), new NodeOrders.ExcludeNode(Node, Run, "ecc"),
            new NodeOrders.ExcludeNode(Node, new RunId("s"), null));
        Assert.Equal(["r", "s"], terms.Of(Here)!.Exclusions.Select(exclusion => exclusion.Run!.Value.Value));
        Assert.Null(terms.On(new NodeOrders.ExcludeNode(Node, Run, "ecc"), Now).Happened);
        Assert.NotNull(terms.On(new NodeOrders.ExcludeNode(Node, Run, "another reason"), Now).Happened);
        Assert.Null(terms.Of(Here)!.ForAll);
        Assert.NotNull(After(new NodeOrders.ExcludeNode(Node, null, null)).Of(Here)!.ForAll);
    }

    [Fact]
    public void Enabling_takes_everything_back_or_what_concerns_one_run()
    {
        var terms = After(new NodeOrders.DrainNode(Node, null, null), new NodeOrders.ExcludeNode(Node, Run, null));
        var forRun = new NodeOrders.EnableNode(Node, Run);
        Assert.Equal("run r may go there, but it stays drained", Note(terms, forRun));
        Assert.NotNull(terms.Apply(terms.On(forRun, Now).Happened!).Of(Here)!.Drain);
        var all = new NodeOrders.EnableNode(Node, null);
        Assert.Equal("every run may go there", Note(terms, all));
        Assert.Null(terms.Apply(terms.On(all, Now).Happened!).Of(Here));
        Assert.Equal((null, "nothing was ordered about it; every run may go there"), (NodeTerms.None.On(all, Now).Happened, Note(NodeTerms.None, all)));
    }

    [Theory]
    [InlineData("gpu-1")]
    [InlineData("gpu-1:")]
    [InlineData("gpu-1:0")]
    [InlineData(":5001")]
    public void What_is_no_address_is_refused(string name) =>
        Assert.Contains("HOST:PORT", Assert.IsType<RunProtocol.Refused>(NodeTerms.None.On(new NodeOrders.DrainNode(name, null, null), Now).Answer).Reason);

    [Fact]
    public void A_node_that_misses_its_reports_is_shown_as_silent()
    {
        var state = State().WithNode(new NodeId("10.0.1.1", 5001, 1), Slot());
        Assert.False(NodeViews.Page(state, null, Now + NodeBar.SilentAfter).Nodes[0].IsSilent);
        Assert.True(NodeViews.Page(state, null, Now + NodeBar.SilentAfter + TimeSpan.FromSeconds(1)).Nodes[0].IsSilent);
    }

    [Fact]
    public void What_is_ordered_about_a_node_fits_a_line_and_a_message()
    {
        var terms = NodeTerms.None;
        foreach (var run in Enumerable.Range(0, MessageLimits.ExclusionsOfANode))
            terms = terms.Apply(terms.On(new NodeOrders.ExcludeNode(Node, new RunId($"{run}"), new string('r', MessageLimits.Reason)), Now).Happened!);
        Assert.Contains("excluded for 20 runs already", Refusal(new NodeOrders.ExcludeNode(Node, new RunId("one more"), null)));
        Assert.NotNull(terms.On(new NodeOrders.ExcludeNode(Node, null, null), Now).Happened);
        foreach (var order in new NodeOrders.NodeOrder[] { new NodeOrders.ExcludeNode(Node, null, new string('r', 201)),
            new NodeOrders.DrainNode(Node, null, new string('r', 201)) })
            Assert.Equal("A reason has at most 200 characters; this one has 201.", Refusal(order));

        string Refusal(NodeOrders.NodeOrder order) => Assert.IsType<RunProtocol.Refused>(terms.On(order, Now).Answer).Reason;
    }

    [Fact]
    public void The_pages_of_a_large_cluster_are_small_and_together_hold_every_node_once()
    {
        var state = Enumerable.Range(1, 250)
            .Aggregate(State(), (all, node) => all.WithNode(new NodeId($"10.0.1.{node}", 5001, 1), [.. Enumerable.Repeat(Slot(), 8)]));
        state = state.Ordered(new IndexEvents.NodeDrained("10.9.9.9:1", null, null, Now));
        var (nodes, last) = (new List<NodeView>(), (RunProtocol.NodeList?)null);
        while (last is not { IsLastPage: true })
        {
            last = NodeViews.Page(state, nodes.Count == 0 ? null : nodes[^1].Node.ToString(), Now);
            Assert.True(WireFrame.Fits(last));
            nodes.AddRange(last.Nodes);
        }
        Assert.Equal(251, nodes.Count);
        Assert.Equal(nodes.Select(node => node.Node.ToString()).Order(StringComparer.Ordinal), nodes.Select(node => node.Node.ToString()).Distinct());
        // A node that is away is told of where something was ordered about it.
        Assert.Equal(("10.9.9.9:1", 0), (nodes[^1].Node.ToString(), nodes[^1].Slots.Length));
    }
}
