using System.Globalization;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Views;

namespace AxSpa.Coordinator.Placing;

/// <summary>What an order about a node comes to: an event of the index, and the answer once it rests in the journal.</summary>
/// <param name="Happened">Null: nothing changes.</param>
public sealed record NodeDecision(IWireMessage? Happened, IWireMessage Answer);

/// <summary>What people may order about nodes: pure functions. Ordering the same twice changes nothing.</summary>
public static class NodeDecisions
{
    public static NodeDecision On(this NodeTerms terms, NodeOrders.NodeOrder order, DateTimeOffset now) => !IsAddress(order.Node)
        ? No($"'{MessageLimits.Cut(order.Node, LongestAddress)}' is no node. A node is called HOST:PORT; 'node list' shows them.")
        : order switch
        {
            NodeOrders.DrainNode drain => terms.OnDrain(drain, now),
            NodeOrders.ExcludeNode exclude => terms.OnExclude(exclude, now),
            NodeOrders.EnableNode enable => terms.OnEnable(enable, now),
            _ => throw new InvalidOperationException($"{order.GetType().Name} is no order about a node."),
        };

    /// <summary>Who changes the grace of a drained node, or drains it once more by mistake, need not know why it was drained.</summary>
    private static NodeDecision OnDrain(this NodeTerms terms, NodeOrders.DrainNode drain, DateTimeOffset now)
    {
        if (drain.Reason?.Length > MessageLimits.Reason)
            return TooLong(drain.Reason);
        var moveAt = now + drain.Grace;
        var reason = drain.Reason ?? terms.ByNode.GetValueOrDefault(drain.Node)?.Drain?.Reason;
        return new NodeDecision(new IndexEvents.NodeDrained(drain.Node, moveAt, reason, now), new NodeOrders.NodeChanged(drain.Node, "drained",
            "nothing more is placed there; " + (moveAt is null ? "what runs goes to its end"
                : drain.Grace == TimeSpan.Zero ? "what runs goes on elsewhere from its checkpoint"
                : $"what still runs at {PlainText.Moment(moveAt.Value)} goes on elsewhere from its checkpoint")));
    }

    private static NodeDecision OnExclude(this NodeTerms terms, NodeOrders.ExcludeNode exclude, DateTimeOffset now)
    {
        if (exclude.Reason?.Length > MessageLimits.Reason)
            return TooLong(exclude.Reason);
        var exclusions = terms.ByNode.GetValueOrDefault(exclude.Node)?.Exclusions ?? [];
        var before = exclusions.FirstOrDefault(exclusion => exclusion.Run == exclude.Run);
        if (before is null && exclude.Run is not null && exclusions.Length >= MessageLimits.ExclusionsOfANode)
            return No($"{exclude.Node} is excluded for {exclusions.Length} runs already, and more are not kept apart. Exclude it for all ('node exclude "
                + $"{exclude.Node}'), or enable it for those that have ended.");
        return new NodeDecision(
            before is not null && before.Reason == exclude.Reason ? null : new IndexEvents.NodeExcluded(exclude.Node, exclude.Run, exclude.Reason, now),
            new NodeOrders.NodeChanged(exclude.Node, "excluded",
                $"nothing {(exclude.Run is { } run ? $"of run {run}" : "more")} is placed there until 'node enable'; what runs goes to its end"));
    }

    private static NodeDecision OnEnable(this NodeTerms terms, NodeOrders.EnableNode enable, DateTimeOffset now)
    {
        var term = terms.ByNode.GetValueOrDefault(enable.Node);
        var isBarred = enable.Run is { } run ? term?.For(run) is not null : term is not null;
        var rest = enable.Run is not null && term is { Drain: not null } or { ForAll: not null }
            ? ", but it stays " + (term!.Drain is not null ? "drained" : "excluded for all")
            : "";
        return new NodeDecision(
            isBarred ? new IndexEvents.NodeEnabled(enable.Node, enable.Run, now) : null,
            new NodeOrders.NodeChanged(enable.Node, "enabled", (isBarred ? "" : "nothing was ordered about it; ")
                + $"{(enable.Run is { } named ? $"run {named}" : "every run")} may go there{rest}"));
    }

    private static NodeDecision No(string why) => new(null, new RunProtocol.Refused(why));

    private static NodeDecision TooLong(string reason) => No($"A reason has at most {MessageLimits.Reason} characters; this one has {reason.Length}.");

    /// <summary>The longest name that a host can have, a colon and the port.</summary>
    private const int LongestAddress = 253 + 6;

    private static bool IsAddress(string node) => node.Length <= LongestAddress && node.LastIndexOf(':') is > 0 and var colon
        && int.TryParse(node.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535;
}
