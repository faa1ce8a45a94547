using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ClusterDownUnreachable(IClusterMembership cluster) : IChange
{
    public CommandDescription Description { get; } = new(
        "cluster", "down-unreachable", "Puts every member out that the node that is asked cannot reach.", [], [], CommandEffect.Destroys);

    private ImmutableArray<ClusterMemberView> Meant => [.. cluster.Members.Where(member => !member.Reachable)];

    public Task<Rehearsal> Rehearse(CommandCall call) => Task.FromResult(new Rehearsal(Meant is { IsEmpty: false } members
        ? $"put {string.Join(" and ", members.Select(MemberName.Described))} out of the cluster; what still lives of them ends itself"
        : "put nobody out: every member can be reached"));

    public async Task<int> Execute(CommandCall call)
    {
        var members = Meant;
        foreach (var member in members)
            cluster.Down(member.Address);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new MemberReceipt([.. members.Select(member => member.Address)], "down"))
            : string.Join('\n', members.Select(member => $"{member.Address} down").Append($"Count: {PlainText.Count(members.Length, "node")}")));
        return ExitCode.Done;
    }
}
