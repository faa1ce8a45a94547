using System.Collections.Immutable;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>What processes say to each other before they are in one cluster: is there one, and, between listed seeds, who may begin one.</summary>
public static class BootstrapProtocol
{
    /// <summary>Where a process stands.</summary>
    public enum Standing { Looking, Joining, InCluster, Leaving }

    /// <summary>Is there a cluster? Asked of every listed seed, again and again, by whoever is in none.</summary>
    /// <param name="From"><c>host:port</c> of the asker.</param>
    /// <param name="Seeds"><c>host:port</c> of the seeds that the asker was told of.</param>
    /// <param name="Term">The newest that the asker knows.</param>
    /// <param name="WantsVote">It is a listed seed and would begin a cluster in this term.</param>
    public sealed record AskForCluster(string From, ImmutableArray<string> Seeds, long Term, bool WantsVote) : IWireMessage;

    /// <param name="From"><c>host:port</c> of who answers.</param>
    /// <param name="Seeds">Its own list. Another set than the asker's: the two do not belong together.</param>
    /// <param name="HasQuorum">Enough listed seeds are members of its cluster, up and reachable.</param>
    /// <param name="Term">The newest that it knows.</param>
    /// <param name="Votes">In this term it votes for who asked, and for a while follows nobody else.</param>
    public sealed record ClusterAnswer(string From, ImmutableArray<string> Seeds, Standing Standing, bool HasQuorum, long Term, bool Votes) : IWireMessage;
}
