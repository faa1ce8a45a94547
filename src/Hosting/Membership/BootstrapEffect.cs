using System.Collections.Immutable;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.Membership;

/// <summary>What a process that looks for its cluster is to do.</summary>
internal abstract record BootstrapEffect
{
    private BootstrapEffect() { }

    /// <param name="Seed"><c>host:port</c>.</param>
    public sealed record Ask(string Seed, BootstrapProtocol.AskForCluster Question) : BootstrapEffect;

    public sealed record Reply(BootstrapProtocol.ClusterAnswer Answer) : BootstrapEffect;

    /// <summary>Join the cluster of this seed; tried again until it succeeds or another seed is named.</summary>
    public sealed record Join(string Seed) : BootstrapEffect;

    /// <summary>Begin a new cluster.</summary>
    /// <param name="Voters">In the order of the list; this seed is one of them.</param>
    public sealed record Found(ImmutableArray<string> Voters) : BootstrapEffect;

    /// <summary>Say this in the log, as a warning.</summary>
    public sealed record Warn(string Line) : BootstrapEffect;

    /// <summary>This seed has never answered: look whether it speaks TLS.</summary>
    public sealed record LookForTls(string Seed) : BootstrapEffect;

    /// <summary>This process belongs to no cluster of its seeds: it ends as whatever was given a wrong option.</summary>
    public sealed record End(string Line) : BootstrapEffect;
}
