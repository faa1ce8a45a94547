using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterLeader(IClusterMembership cluster) : ICommand
{
    public CommandDescription Description { get; } = new(
        "cluster", "leader", "Shows the address of the member that lets others join and leave.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var leader = cluster.Leader
            ?? throw new ClusterUnreachableException("The cluster has no leader just now. 'cluster show' says who is unreachable.");
        await call.To.Data(call.WantsJson ? ViewJson.OfText(leader) : leader);
        return ExitCode.Done;
    }
}
