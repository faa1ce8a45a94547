using System.Globalization;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>Whether all listed seeds are in one cluster, and see the same one. Pure.</summary>
internal static class SeedDiagnosis
{
    private const string Check = "seeds";

    public static IEnumerable<Finding> Of(ClusterFacts facts)
    {
        if (facts.Seeds.IsEmpty)
            return [new Finding(Check, Verdict.Ok, "this process is a cluster of its own")];
        var troubles = facts.Seeds.Select(seed => Trouble(facts, seed, facts.Sights.GetValueOrDefault(seed))).OfType<Finding>().ToList();
        return troubles.Count > 0 ? troubles
            : facts.Seeds.Length == 1 ? [new Finding(
                Check, Verdict.Warn, "there is one seed: the cluster stops with it", "run three seeds for anything but development")]
            : [new Finding(Check, Verdict.Ok,
                string.Create(CultureInfo.InvariantCulture,
                    $"{facts.Seeds.Length} of {facts.Seeds.Length} are members, and see the same {facts.Members.Length}"))];
    }

    private static Finding? Trouble(ClusterFacts facts, string seed, SeedSight? sight)
    {
        var isMember = facts.Members.Any(member => member.Address == seed);
        return sight?.Seen switch
        {
            { Count: 0 } => Fail($"{seed} runs, and is in no cluster yet", "its log says what it waits for; ask again in a minute"),
            { SeesAsker: false } seen => Fail($"{seed} is in another cluster, {Shown(seen)}",
                "there are two: one without a majority of its seeds ends itself within a minute, and its members join the other. Else end the members of the "
                + "wrong one and start them again with the same --seeds as all others"),
            { } seen when seen.Hash != facts.Own.Hash => Fail($"{seed} sees {Shown(seen)}; the node that was asked sees {Shown(facts.Own)}",
                "ask again in a minute; if they still differ, look at the network between the two"),
            { } when isMember => null,
            null when isMember => IsKnownToBeSilent(facts, seed) || sight is null ? null
                : Fail($"{seed} does not say which members it sees: {sight.Trouble}", "look at its process and its network; it may be of an older version"),
            _ => Fail($"{seed} is no member, though every node looks for it{(sight is null ? "" : ", and does not answer")}",
                "start it on that address, or correct --seeds on every node; one that runs there was put out or is cut off: look at its log and its "
                + "network, and start it again"),
        };
    }

    /// <summary>Another finding says it already.</summary>
    private static bool IsKnownToBeSilent(ClusterFacts facts, string seed) =>
        facts.Nodes.GetValueOrDefault(seed)?.Trouble is not null || facts.Members.Any(member => member.Address == seed && !member.Reachable);

    private static string Shown(NodeFileProtocol.MembersSeen seen) =>
        $"{PlainText.Count(seen.Count, "member")}: {string.Join(", ", seen.First)}{(seen.Count > seen.First.Length ? " …" : "")}";

    private static Finding Fail(string what, string next) => new(Check, Verdict.Fail, what, next);
}
