using System.Collections.Immutable;

namespace AxSpa.Shared.Views;

/// <summary>The cluster's members in the form that ops know from Petabridge's <c>cluster show</c>.</summary>
public static class ClusterText
{
    /// <summary>A <see cref="Line"/> each, then the count.</summary>
    public static string Show(ImmutableArray<ClusterMemberView> members) =>
        string.Join('\n', members.Select(Line).Append($"Count: {PlainText.Count(members.Length, "node")}"));

    /// <summary><c>address | [roles] | status | unreachable or nothing | version</c>.</summary>
    public static string Line(ClusterMemberView member) =>
        $"{member.Address} | [{string.Join(',', member.Roles)}] | {member.Status} | {(member.Reachable ? "" : "unreachable")} | {member.Version}";
}
