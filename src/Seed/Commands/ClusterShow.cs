using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

/// <param name="members">The cluster as this node sees it.</param>
internal sealed class ClusterShow(Func<ImmutableArray<ClusterMemberView>> members) : ICommand
{
    public CommandDescription Description { get; } = new(
        "cluster", "show", "Lists the members of the cluster as the node that is asked sees them.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var now = members();
        await call.To.Data(call.WantsJson ? ViewJson.Of(now) : ClusterText.Show(now));
        return ExitCode.Done;
    }
}
