using System.Collections.Immutable;
using AxSpa.Hosting.Membership;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Keys;

namespace AxSpa.Hosting;

/// <summary>How one process takes part in the cluster.</summary>
public sealed record ClusterNodeOptions
{
    public const string SystemName = "axspa";

    /// <summary>Loopback unless told: nothing listens to the network by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The address that it listens on, where that is not the one that its name leads to; null: that one.</summary>
    public string? Bind { get; init; }

    public string ListensOn => Bind ?? Host;

    /// <summary>0: a free one.</summary>
    public int Port { get; init; }

    /// <summary><c>host:port</c> of every seed, the same set on every node, in any order. Empty: this process is a cluster of its own.</summary>
    public ImmutableArray<string> Seeds { get; init; } = [];

    /// <summary>How many of the listed seeds are asked for; null: a majority.</summary>
    public int? QuorumSize { get; init; }

    public SeedQuorum Quorum => SeedQuorum.MajorityOf(Seeds) is var majority && QuorumSize is { } size ? majority with { Required = size } : majority;

    /// <summary>How long this process stays a member of a cluster without that quorum.</summary>
    internal TimeSpan QuorumPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By what members know each other, with TLS on every connection. Null: plain TCP, which is for one machine only.</summary>
    public MemberKeys? Keys { get; init; }

    internal string Scheme => Keys is null ? "akka.tcp" : "akka.ssl.tcp";

    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>Hears how this process comes into its cluster, for its log.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>The shared directory, as this machine mounts it; null: this process has nothing to do with it.</summary>
    public string? Workspace { get; init; }

    /// <summary>Who may use what this process makes there.</summary>
    public WorkspaceAccess Access { get; init; } = WorkspaceAccess.Owner;
}

/// <summary>What a node of the cluster is for.</summary>
public static class Roles
{
    public const string Seed = "seed";
    public const string Coordinator = "coordinator";
    public const string Gpu = "gpu";
}
