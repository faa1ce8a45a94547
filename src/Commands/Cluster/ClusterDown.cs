using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterDown(IClusterMembership cluster) : IChange
{
    public CommandDescription Description { get; } = new(
        "cluster", "down", "Puts a member out of the cluster at once, as when its machine is lost; 'cluster leave' is the orderly way.",
        [], [MemberName.Address], CommandEffect.Destroys);

    public Task<Rehearsal> Rehearse(CommandCall call) => Task.FromResult(new Rehearsal(
        $"put {MemberName.Described(Meant(call))} out of the cluster; should it still live it ends itself, and what it runs goes on "
        + "elsewhere from its checkpoints"));

    public async Task<int> Execute(CommandCall call)
    {
        var member = Meant(call);
        cluster.Down(member.Address);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new MemberReceipt([member.Address], "down")) : $"{member.Address} down");
        return ExitCode.Done;
    }

    private ClusterMemberView Meant(CommandCall call) => MemberName.Among(
        cluster.Members,
        call.Arguments.ValueOf(MemberName.Address.Name) ?? throw new UsageException($"cluster down: which one? {MemberName.Address.Name} ADDRESS names it."));
}
