using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

internal sealed class NodeDescribe(CoordinatorGate coordinator, TimeProvider clock) : ICommand
{
    public CommandDescription Description { get; } = new(
        "node", "describe", "Shows everything about a node: its machine, versions and slots, what runs there and until when, what was ordered about it.",
        [NodeName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var (address, lives) = await NodeChange.Meant(coordinator, call);
        if (lives.IsEmpty)
            throw new CommandRefusedException($"There is no node {address}. 'node list' shows them all.");
        // A former life of the node that has not left yet is told of only where there is no later one.
        var node = lives.MaxBy(life => life.HeardAt ?? DateTimeOffset.MinValue)!;
        var now = clock.GetUtcNow();
        var described = new NodeDescription(node, NodeState.Of(node), await NodeWork.On(coordinator, [node], now, call.Disconnected));
        await call.To.Data(call.WantsJson ? ViewJson.Of(described) : NodeText.Describe(described));
        return ExitCode.Done;
    }
}
