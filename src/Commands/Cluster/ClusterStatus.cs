using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterStatus(IClusterMembership cluster) : ICommand
{
    public CommandDescription Description { get; } = new(
        "cluster", "status", "Shows the line of 'cluster show' for the node that is asked.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var self = cluster.Members.FirstOrDefault(member => member.Address == cluster.Self)
            ?? throw new ClusterUnreachableException($"{cluster.Self} is no member of a cluster: it has not joined yet, or was put out. Its log says more.");
        await call.To.Data(call.WantsJson ? ViewJson.Of(self) : ClusterText.Line(self));
        return ExitCode.Done;
    }
}
