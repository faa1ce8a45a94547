using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>The cluster's members in the form that ops know from Petabridge's <c>cluster show</c>.</summary>
public static class ClusterText
{
    /// <summary>A <see cref="Line"/> each, which coordinator works, then the count.</summary>
    /// <param name="leadership">Null: nobody says it.</param>
    public static string Show(ImmutableArray<ClusterMemberView> members, LeadershipProtocol.Leadership? leadership = null) =>
        string.Join('\n',
            members.Select(Line).Concat(leadership is null ? [] : [Coordinator(leadership)]).Append($"Count: {PlainText.Count(members.Length, "node")}"));

    /// <summary>Which coordinator works, since when, and as which of all that worked on the journal.</summary>
    public static string Coordinator(LeadershipProtocol.Leadership leadership) => leadership is { Since: { } since }
        ? $"Coordinator: {leadership.Coordinator} works {SinceWhen(since, leadership.Generation)}"
        : $"Coordinator: {leadership.Coordinator} does not work yet, it waits: {leadership.WaitingFor}";

    public static string SinceWhen(DateTimeOffset since, long? generation) =>
        string.Create(CultureInfo.InvariantCulture, $"since {PlainText.Moment(since)} (generation {generation})");

    /// <summary>What a node that is in no cluster waits for.</summary>
    public static string HowToJoin(ImmutableArray<string> seeds) => seeds.IsEmpty
        ? "it makes one of its own: ask again in a moment"
        : "a new cluster is begun by "
            + (seeds.Length == 1 ? $"the listed seed, {seeds[0]}: start it" : $"most of the listed seeds together, {string.Join(", ", seeds)}: start them")
            + ", and the others join within seconds; where they run, their logs say what they wait for";

    /// <summary><c>address | [roles] | status | unreachable or nothing | version</c>.</summary>
    public static string Line(ClusterMemberView member) =>
        $"{member.Address} | [{string.Join(',', member.Roles)}] | {member.Status} | {(member.Reachable ? "" : "unreachable")} | {member.Version}";
}
