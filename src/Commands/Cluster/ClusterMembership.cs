using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Hosting.Membership;
using AxSpa.Views;
using AkkaCluster = Akka.Cluster.Cluster; // this folder is a Cluster too

namespace AxSpa.Commands.Cluster;

/// <summary>Akka's own view of the cluster, and of the actors of this process.</summary>
internal sealed class ClusterMembership(ActorSystem system) : IClusterMembership
{
    /// <summary>What Akka says of an application that states no version.</summary>
    private const string NoVersion = "0.0.0";

    private AkkaCluster Cluster => AkkaCluster.Get(system);

    public ImmutableArray<ClusterMemberView> Members
    {
        get
        {
            var state = Cluster.State;
            return
            [
                .. state.Members.OrderBy(member => member.Address.ToString(), StringComparer.Ordinal).Select(member => new ClusterMemberView(
                    member.Address.ToString(), [.. member.Roles.Order(StringComparer.Ordinal)], member.Status.ToString().ToLowerInvariant(),
                    !state.Unreachable.Contains(member), member.AppVersion.Version == NoVersion ? "" : member.AppVersion.Version)),
            ];
        }
    }

    public string Self => Cluster.SelfAddress.ToString();

    public ImmutableArray<string> Seeds => [.. SeedsInSight.QuorumOf(system).Seeds.Select(seed => $"{Cluster.SelfAddress.Protocol}://{system.Name}@{seed}")];

    public string? Leader => Cluster.State.Leader?.ToString();

    public string ActorSystem => $"akka://{system.Name}";

    public void Leave(string address) => Cluster.Leave(Address.Parse(address));

    public void Down(string address) => Cluster.Down(Address.Parse(address));

    public ImmutableArray<string> Actors(string below, int depth)
    {
        var start = (IActorRef)((ExtendedActorSystem)system).Provider.RootGuardian;
        foreach (var name in below.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Children(start).FirstOrDefault(child => child.Path.Name == name) is not { } child)
                return [];
            start = child;
        }
        return [.. Below(start, depth).Select(actor => actor.Path.ToString()).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<IActorRef> Below(IActorRef actor, int depth) =>
        depth == 0 ? [] : Children(actor).SelectMany(child => Below(child, depth - 1).Prepend(child));

    private static IEnumerable<IActorRef> Children(IActorRef actor) => actor is ActorRefWithCell cell ? cell.Children : [];
}
