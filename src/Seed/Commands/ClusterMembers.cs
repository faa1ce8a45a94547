using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

/// <summary>The members of the cluster as this process sees them at the moment.</summary>
internal static class ClusterMembers
{
    /// <summary>What Akka says of an application that states no version.</summary>
    private const string NoVersion = "0.0.0";

    public static ImmutableArray<ClusterMemberView> SeenBy(ActorSystem system)
    {
        var state = Cluster.Get(system).State;
        return
        [
            .. state.Members.OrderBy(member => member.Address.ToString(), StringComparer.Ordinal).Select(member => new ClusterMemberView(
                member.Address.ToString(), [.. member.Roles.Order(StringComparer.Ordinal)], member.Status.ToString().ToLowerInvariant(),
                !state.Unreachable.Contains(member), member.AppVersion.Version == NoVersion ? "" : member.AppVersion.Version)),
        ];
    }
}
