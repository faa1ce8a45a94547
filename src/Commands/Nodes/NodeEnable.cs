using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

internal sealed class NodeEnable(CoordinatorGate coordinator) : IChange
{
    public CommandDescription Description { get; } = new(
        "node", "enable", "Takes back what 'node drain' and 'node exclude' ordered; jobs are placed there again.", [NodeName.Argument], [NodeChange.OnlyRun],
        CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => NodeChange.Rehearse(coordinator, call, "enable", (node, run) => new NodeOrders.EnableNode(node, run));

    public Task<int> Execute(CommandCall call) => NodeChange.Order(coordinator, call, (node, run) => new NodeOrders.EnableNode(node, run));
}
