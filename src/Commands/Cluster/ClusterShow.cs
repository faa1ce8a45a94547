using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterShow(IClusterMembership cluster, LeadershipQuestion leadership, Banner banner) : ICommand
{
    public CommandDescription Description { get; } = new(
        "cluster", "show", "Lists the members of the cluster as the node that is asked sees them, and says which coordinator works.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var now = cluster.Members;
        await call.To.Data(call.WantsJson ? ViewJson.Of(now) : ClusterText.Show(now, now.IsEmpty ? null : await leadership.Ask(call.Disconnected)));
        if (now.IsEmpty)
            await call.To.Message($"The node that was asked is in no cluster yet; {ClusterText.HowToJoin(cluster.Seeds)}.");
        await banner.Show(call);
        return ExitCode.Done;
    }
}
