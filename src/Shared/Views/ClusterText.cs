using System.Collections.Immutable;

namespace AxSpa.Shared.Views;

/// <summary>The cluster's members in the form that ops know from Petabridge's <c>cluster show</c>.</summary>
public static class ClusterText
{
    /// <summary>A <see cref="Line"/> each, then the count.</summary>
    public static string Show(ImmutableArray<ClusterMemberView> members) =>
        string.Join('\n', members.Select(Line).Append($"Count: {PlainText.Count(members.Length, "node")}"));

    /// <summary>What a node that is in no cluster waits for.</summary>
    public static string HowToJoin(ImmutableArray<string> seeds) => seeds.IsEmpty
        ? "it makes one of its own: ask again in a moment"
        : $"a new cluster is begun by {(seeds.Length == 1 ? $"the listed seed, {seeds[0]}: start it" : $"most of the listed seeds together, {string.Join(", ", seeds)}: start them")}, and the others join within seconds; where they run, their logs say what they wait for";

    /// <summary><c>address | [roles] | status | unreachable or nothing | version</c>.</summary>
    public static string Line(ClusterMemberView member) =>
        $"{member.Address} | [{string.Join(',', member.Roles)}] | {member.Status} | {(member.Reachable ? "" : "unreachable")} | {member.Version}";
}
