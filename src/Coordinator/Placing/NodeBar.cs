using System.Globalization;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Coordinator.Placing;

/// <summary>Why a job may not go to a node, whatever slots are free there. One answer serves the decision and the words about it.</summary>
internal abstract record NodeBar
{
    public sealed record Drained(NodeDrain Order) : NodeBar
    {
        public override string Words(NodeId node) => $"{node} is drained since {PlainText.Moment(Order.At)}{Because(Order.Reason)}";
    }

    public sealed record Excluded(NodeExclusion Order) : NodeBar
    {
        public override string Words(NodeId node) =>
            $"{node} is excluded{(Order.Run is null ? "" : " for this run")} since {PlainText.Moment(Order.At)}{Because(Order.Reason)}";
    }

    /// <summary>Another node sees it, or this one has only just looked.</summary>
    public sealed record Unseen(UnseenFile What) : NodeBar
    {
        public override string Words(NodeId node) => $"{What.File} is not visible on {node} (looked for at {PlainText.Moment(What.At)})";
    }

    /// <summary>What it was told may be lost with it; one that comes back reports within seconds.</summary>
    public sealed record Silent(DateTimeOffset Since) : NodeBar
    {
        public override string Words(NodeId node) => $"{node} has not reported since {PlainText.Moment(Since)}";
    }

    /// <summary>A node reports every two seconds.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(7);

    /// <summary>For people: the node, and what keeps the job from it.</summary>
    public abstract string Words(NodeId node);

    /// <returns>Null: the job may go there, as far as the node itself is concerned; <see cref="PlacementState.BarOf"/> knows the others.</returns>
    public static NodeBar? Of(WaitingJob job, NodeView node, NodeTerm? term, DateTimeOffset now)
    {
        if (term?.Drain is { } drain)
            return new Drained(drain);
        if ((term?.ForAll ?? term?.For(job.Run)) is { } exclusion)
            return new Excluded(exclusion);
        return IsSilent(node, now) ? new Silent(node.HeardAt!.Value) : null;
    }

    public static bool IsSilent(NodeView node, DateTimeOffset now) => node.HeardAt is { } heard && now - heard > SilentAfter;

    private static string Because(string? reason) => reason is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({reason})");
}
