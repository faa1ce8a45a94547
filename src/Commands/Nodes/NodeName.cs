using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Nodes;

/// <summary>How people name a GPU node: <c>HOST:PORT</c>, or a beginning of it that no other node has.</summary>
internal static class NodeName
{
    private const int MostShown = 5;

    public static readonly ArgumentDescription Argument = new("NODE", "a GPU node as 'node list' shows it, HOST:PORT, or a beginning of it that only one has.");

    /// <returns>All lives of the node that the coordinator still knows; none where it is not in the cluster, and nothing was ordered about it.</returns>
    /// <exception cref="CommandRefusedException">What was typed is no node, or more than one.</exception>
    public static (string Address, ImmutableArray<NodeView> Lives) Among(ImmutableArray<NodeView> nodes, string name)
    {
        var lives = nodes.Where(node => node.Node.ToString() == name).ToImmutableArray();
        if (!lives.IsEmpty)
            return (name, lives);
        var matching = nodes.GroupBy(node => node.Node.ToString()).Where(node => node.Key.StartsWith(name, StringComparison.Ordinal)).ToList();
        return matching.Count switch
        {
            1 => (matching[0].Key, [.. matching[0]]),
            > 1 => throw new CommandRefusedException(
                $"{name} is the beginning of {matching.Count} nodes "
                + $"({string.Join(", ", matching.Take(MostShown).Select(node => node.Key))}{(matching.Count > MostShown ? ", …" : "")}). Type more of it."),
            // One that is away may be ordered about too: it counts when it comes back.
            _ when PbmAddress.Parse(name) is not null => (name, []),
            _ => throw new CommandRefusedException($"There is no node {name}. 'node list' shows them all."),
        };
    }
}
