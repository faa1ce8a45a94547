using System.Collections.Immutable;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

/// <summary>The cluster as the process sees it that is asked, and what that process can do to it.</summary>
internal interface IClusterMembership
{
    /// <summary>In the order of their addresses.</summary>
    ImmutableArray<ClusterMemberView> Members { get; }

    /// <summary><c>akka.tcp://axspa@127.0.0.1:4053</c>.</summary>
    string Self { get; }

    /// <summary>Addresses of the seeds that this process was told of; none where it is a cluster of its own.</summary>
    ImmutableArray<string> Seeds { get; }

    /// <summary>The address of the member that leads; null: nobody does, as while members are unreachable.</summary>
    string? Leader { get; }

    /// <summary>Lets a member go in order: it hands over what it has and ends itself.</summary>
    void Leave(string address);

    /// <summary>Puts a member out that cannot do anything about it.</summary>
    void Down(string address);

    /// <summary><c>akka://axspa</c>.</summary>
    string ActorSystem { get; }

    /// <summary>The paths of this process's actors, in ordinal order.</summary>
    /// <param name="below">Where to begin: <c>/user</c>.</param>
    /// <param name="depth">Levels below that, from 1.</param>
    ImmutableArray<string> Actors(string below, int depth);
}
