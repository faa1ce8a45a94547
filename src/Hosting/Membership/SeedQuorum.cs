using System.Collections.Immutable;

namespace AxSpa.Hosting.Membership;

/// <summary>
/// How many of the listed seeds must be up, and be reached, before a cluster is begun, work is taken or a coordinator becomes active.
/// A seed is a member of one cluster only, so two clusters cannot both have a majority of them.
/// </summary>
/// <param name="Seeds"><c>host:port</c> of every listed seed; their order means nothing. Empty: this process is a cluster of its own.</param>
/// <param name="Required">A majority, unless somebody deliberately started with fewer. 0 where no seed is listed.</param>
public sealed record SeedQuorum(ImmutableArray<string> Seeds, int Required)
{
    public static SeedQuorum MajorityOf(ImmutableArray<string> seeds) => new(seeds, seeds.IsEmpty ? 0 : seeds.Length / 2 + 1);

    /// <summary>Fewer than a majority: two clusters are possible, and whoever starts so must see to it that there is one.</summary>
    public bool IsMinority => Required < MajorityOf(Seeds).Required;

    /// <param name="reachable"><c>host:port</c> of the members that are up and reachable.</param>
    public bool IsMet(IEnumerable<string> reachable) => Among(reachable).Count() >= Required;

    /// <summary>The listed seeds that are among these.</summary>
    public IEnumerable<string> Among(IEnumerable<string> reachable) => Seeds.Intersect(reachable, StringComparer.OrdinalIgnoreCase);

    public bool Lists(string member) => Seeds.Contains(member, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody else was told of the same seeds, in whatever order.</summary>
    public bool IsOf(ImmutableArray<string> seeds) => seeds.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(Seeds);

    /// <summary>For people.</summary>
    public string List => string.Join(", ", Seeds);
}
