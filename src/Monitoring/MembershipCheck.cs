using Akka.Actor;
using Akka.Cluster;
using AxSpa.Hosting.Membership;

namespace AxSpa.Monitoring;

/// <summary>Whether this process has joined a cluster with enough of its seeds, as it sees it itself.</summary>
internal static class MembershipCheck
{
    public static string? Look(ActorSystem system) => Cluster.Get(system) switch
    {
        { IsTerminated: true } => "this process has left the cluster",
        { SelfMember.Status: MemberStatus.Up } => SeedsInSight.Trouble(system),
        { SelfMember.Status: MemberStatus.Removed or MemberStatus.Joining or MemberStatus.WeaklyUp } => "this process has not joined the cluster yet",
        { SelfMember.Status: var status } => $"this process is {status.ToString().ToLowerInvariant()}",
    };
}
