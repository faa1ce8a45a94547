using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ActorSystemName(IClusterMembership cluster) : ICommand
{
    public CommandDescription Description { get; } = new("actor", "system", "Shows the name of the actor system of the node that is asked.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        await call.To.Data(call.WantsJson ? ViewJson.OfText(cluster.ActorSystem) : cluster.ActorSystem);
        return ExitCode.Done;
    }
}
