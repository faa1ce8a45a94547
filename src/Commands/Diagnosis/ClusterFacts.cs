using System.Collections.Immutable;
using AxSpa.Hosting.Journals;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>What was seen of a cluster at one moment.</summary>
/// <param name="Seeds">Addresses that the node that is asked was told to look for; empty: it is a cluster of its own.</param>
/// <param name="Nodes">By address: every member that was asked.</param>
/// <param name="Coordinator">Why it does not answer, for people; null: it does.</param>
/// <param name="Journal">Null where <paramref name="JournalTrouble"/> says why, or nothing was answered.</param>
/// <param name="GpuNodes">As the coordinator has them.</param>
internal sealed record ClusterFacts(
    ImmutableArray<ClusterMemberView> Members, ImmutableArray<string> Seeds, ImmutableSortedDictionary<string, ExaminedNode> Nodes,
    string? Coordinator, RunProtocol.JournalCheck? Journal, string? JournalTrouble, ImmutableArray<NodeView> GpuNodes, DateTimeOffset Now)
{
    /// <summary>By address: what every listed seed sees, also one that is no member.</summary>
    public ImmutableSortedDictionary<string, SeedSight> Sights { get; init; } = ImmutableSortedDictionary.Create<string, SeedSight>(StringComparer.Ordinal);

    /// <summary>What the coordinator says of itself; null: it does not.</summary>
    public LeadershipProtocol.Leadership? Leadership { get; init; }

    /// <summary>What the node sees that was asked.</summary>
    public NodeFileProtocol.MembersSeen Own => NodeFileProtocol.MembersSeen.Of(Members.Select(member => member.Address), "");
}

/// <summary>What one listed seed says of its cluster.</summary>
/// <param name="Seen">Null where <paramref name="Trouble"/> says why.</param>
internal sealed record SeedSight(NodeFileProtocol.MembersSeen? Seen, string? Trouble);

/// <summary>What one node said of itself.</summary>
/// <param name="Check">Null where <paramref name="Trouble"/> says why.</param>
/// <param name="ClockAhead">Of the node that asked; half the way of the question taken off.</param>
/// <param name="Unseen">Nodes whose files in the workspace it does not see.</param>
internal sealed record ExaminedNode(NodeFileProtocol.NodeCheck? Check, string? Trouble, TimeSpan ClockAhead, ImmutableArray<string> Unseen);
