using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Shared.Views;

/// <summary>The cluster's members in the form that ops know from Petabridge's <c>cluster show</c>.</summary>
public static class ClusterText
{
    /// <summary><c>address | [roles] | status | unreachable or nothing | version</c>, one line each, then the count.</summary>
    public static string Show(ImmutableArray<ClusterMemberView> members) => string.Join('\n',
    [
        .. members.Select(member =>
            $"{member.Address} | [{string.Join(',', member.Roles)}] | {member.Status} | {(member.Reachable ? "" : "unreachable")} | {member.Version}"),
        string.Create(CultureInfo.InvariantCulture, $"Count: {members.Length} {(members.Length == 1 ? "node" : "nodes")}"),
    ]);
}
