using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

/// <summary>How people name a member of the cluster: its address in full, or <c>HOST:PORT</c>.</summary>
internal static class MemberName
{
    public static readonly SwitchDescription Address = new("-a", "The member that is meant, as 'cluster show' lists it; HOST:PORT is enough.", "ADDRESS");

    /// <exception cref="CommandRefusedException">There is no such member.</exception>
    public static ClusterMemberView Among(ImmutableArray<ClusterMemberView> members, string name) =>
        members.FirstOrDefault(member => member.Address == name || member.Address.EndsWith($"@{name}", StringComparison.Ordinal))
        ?? throw new CommandRefusedException($"{name} is no member of the cluster. There are: {string.Join(", ", members.Select(member => member.Address))}.");

    /// <summary>For people: its address, roles and state.</summary>
    public static string Described(ClusterMemberView member) =>
        $"{member.Address} ({string.Join(", ", member.Roles)}; {member.Status}{(member.Reachable ? "" : ", unreachable")})";
}
