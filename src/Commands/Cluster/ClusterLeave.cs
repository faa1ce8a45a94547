using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterLeave(IClusterMembership cluster) : IChange
{
    public CommandDescription Description { get; } = new(
        "cluster", "leave", "Lets a member go in order, the node that is asked when none is named: its process ends, what it ran goes on elsewhere.",
        [], [MemberName.Address], CommandEffect.Changes)
    { Needs = AccessRole.Admin };

    public Task<Rehearsal> Rehearse(CommandCall call) =>
        Task.FromResult(new Rehearsal($"let {MemberName.Described(Meant(call))} leave; its process ends, and what it runs goes on "
            + "elsewhere from its checkpoints"));

    public async Task<int> Execute(CommandCall call)
    {
        var member = Meant(call);
        cluster.Leave(member.Address);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new MemberReceipt([member.Address], "leaving")) : $"{member.Address} leaving");
        return ExitCode.Done;
    }

    private ClusterMemberView Meant(CommandCall call) => MemberName.Among(cluster.Members, call.Arguments.ValueOf(MemberName.Address.Name) ?? cluster.Self);
}
