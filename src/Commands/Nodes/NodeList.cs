using AxSpa.Commands.Cluster;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

internal sealed class NodeList(CoordinatorGate coordinator, LeadershipQuestion leadership, Banner banner) : ICommand
{
    public CommandDescription Description { get; } = new(
        "node", "list", "Lists the GPU nodes with their slots, devices and what runs there.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var nodes = await NodePages.All(coordinator, call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(nodes) : NodeText.List(nodes, await leadership.Ask(call.Disconnected)));
        await banner.Show(call);
        return ExitCode.Done;
    }
}
