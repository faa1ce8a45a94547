using System.Collections.Immutable;

namespace AxSpa.Shared.Views;

/// <summary>The cluster's members in the form that ops know from Petabridge's <c>cluster show</c>.</summary>
public static class ClusterText
{
    /// <summary>A <see cref="Line"/> each, then the count.</summary>
    public static string Show(ImmutableArray<ClusterMemberView> members) =>
        string.Join('\n', members.Select(Line).Append($"Count: {PlainText.Count(members.Length, "node")}"));

    /// <summary>What a node that is in no cluster waits for.</summary>
    /// <param name="seeds">In the order in which every node was given them.</param>
    public static string HowToJoin(ImmutableArray<string> seeds) => seeds.IsEmpty
        ? "it makes one of its own: ask again in a moment"
        : $"a new cluster is made by the first seed of the list, {seeds[0]}: start that one, and the others join it within seconds; where it runs, look at the logs of both";

    /// <summary><c>address | [roles] | status | unreachable or nothing | version</c>.</summary>
    public static string Line(ClusterMemberView member) =>
        $"{member.Address} | [{string.Join(',', member.Roles)}] | {member.Status} | {(member.Reachable ? "" : "unreachable")} | {member.Version}";
}
