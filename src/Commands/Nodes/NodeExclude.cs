using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

internal sealed class NodeExclude(CoordinatorGate coordinator) : IChange
{
    public CommandDescription Description { get; } = new(
        "node", "exclude", "Places nothing on a node any more, or nothing of one run, until it is enabled; what runs goes to its end.",
        [NodeName.Argument], [NodeChange.OnlyRun, NodeChange.Reason], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => NodeChange.Rehearse(coordinator, call, "exclude", (node, run) => Order(call, node, run));

    public Task<int> Execute(CommandCall call) => NodeChange.Order(coordinator, call, (node, run) => Order(call, node, run));

    private static NodeOrders.ExcludeNode Order(CommandCall call, string node, RunId? run) => new(node, run, call.Arguments.ValueOf(NodeChange.Reason.Name));
}
