using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;

namespace AxSpa.Hosting.Membership;

/// <summary>Which of the listed seeds are up and reachable, as this process sees its cluster, and whether they are enough.</summary>
public static class SeedsInSight
{
    /// <summary>Tells an actor system which seeds it was started with.</summary>
    internal sealed class Listed(SeedQuorum quorum) : Setup
    {
        public SeedQuorum Quorum => quorum;
    }

    /// <summary>Of no seeds in a process that is a cluster of its own.</summary>
    public static SeedQuorum QuorumOf(ActorSystem system) =>
        system.Settings.Setup.Get<Listed>() is { HasValue: true } listed ? listed.Value.Quorum : SeedQuorum.MajorityOf([]);

    public static bool IsMet(ActorSystem system) => QuorumOf(system) is var quorum && (quorum.Required == 0 || quorum.IsMet(Of(Cluster.Get(system))));

    /// <summary>For people: why this member takes no new work; null: it does.</summary>
    public static string? Trouble(ActorSystem system)
    {
        var quorum = QuorumOf(system);
        if (quorum.Required == 0)
            return null;
        var seen = quorum.Among(Of(Cluster.Get(system))).ToImmutableArray();
        return seen.Length >= quorum.Required ? null : TroubleOf(quorum, seen);
    }

    internal static string TroubleOf(SeedQuorum quorum, ImmutableArray<string> seen) => string.Create(CultureInfo.InvariantCulture,
        $"{seen.Length} of the {quorum.Seeds.Length} listed seeds are up and reached{(seen.IsEmpty ? "" : $" ({string.Join(", ", seen)})")}, "
        + $"{quorum.Required} are needed");

    /// <summary><c>host:port</c> of every member that is up and reachable.</summary>
    public static IEnumerable<string> Of(Cluster cluster)
    {
        if (cluster.IsTerminated)
            return [];
        var state = cluster.State;
        return state.Members.Where(member => member.Status == MemberStatus.Up && !state.Unreachable.Contains(member)).Select(member => NameOf(member.Address));
    }

    public static string NameOf(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
}
