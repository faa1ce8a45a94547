using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>One attempt at one job of one run: what a slot holds a lease on.</summary>
public sealed record AttemptId(RunId Run, JobId Job, int Attempt)
{
    public override string ToString() => $"{Run}/{Job}#{Attempt}";
}

public enum SlotStatus { Starting, Free, Running, Broken }

/// <summary>The right to compute one job at a time on one device, as its node sees it.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Running">Set while <see cref="SlotStatus.Running"/>.</param>
/// <param name="Trouble">For people: why the slot's trainer does not start.</param>
/// <param name="MemoryBytes">Its share of the memory of its card or machine; null: the node cannot tell.</param>
/// <param name="Card">The card's product name.</param>
public sealed record SlotView(
    int Index, string Device, SlotStatus Status, AttemptId? Running = null, string? Trouble = null, long? MemoryBytes = null, string? Card = null)
{
    private static readonly ImmutableArray<int> Lengths = [150, 50, 0];

    /// <summary>Cuts what the slots say of their trouble until the whole fits; their state stays.</summary>
    public static T WithShorterWords<T>(T whole, Func<T, ImmutableArray<SlotView>, T> with, Func<T, ImmutableArray<SlotView>> slots, Func<T, bool> fits)
    {
        foreach (var longest in Lengths)
        {
            if (fits(whole))
                break;
            whole = with(whole,
                [.. slots(whole).Select(slot => slot.Trouble is { } trouble ? slot with { Trouble = MessageLimits.Cut(trouble, longest) } : slot)]);
        }
        return whole;
    }
}

/// <summary>What a node's machine is, for people.</summary>
/// <param name="Cores">That this node may use.</param>
/// <param name="Versions">Of axspa, dotnet and the libraries that its trainers have loaded.</param>
public sealed record NodeFacts(
    string Machine, string System, int Cores, long? MemoryBytes, DateTimeOffset StartedAt, ImmutableSortedDictionary<string, string> Versions);

/// <summary>What a GPU node and the coordinator say to each other.</summary>
public static class NodeProtocol
{
    /// <summary>What a node says. Whoever acts on it looks first whether it can be.</summary>
    public interface INodeWord : IWireMessage;

    /// <summary>It says which node speaks, in which of its lives.</summary>
    public interface IOfNode : INodeWord
    {
        NodeId Node { get; }
    }

    /// <summary>It ends an attempt.</summary>
    public interface IEndsAttempt : IOfNode
    {
        AttemptId Attempt { get; }
    }

    /// <summary>Node → coordinator, at every change and every few seconds: registers the node and renews its leases.</summary>
    /// <param name="Unrecorded">Attempts that ended, and whose end the coordinator has not yet confirmed.</param>
    /// <param name="Facts">Null: a node of an older version.</param>
    public sealed record NodeReport(
        NodeId Node, ImmutableArray<SlotView> Slots, ImmutableArray<AttemptId> Unrecorded, NodeFacts? Facts = null) : IOfNode
    {
        /// <summary>With shorter words of slots that do not work, where hundreds of them have something to say.</summary>
        public NodeReport Fitting() =>
            SlotView.WithShorterWords(this, (report, slots) => report with { Slots = slots }, report => report.Slots, WireFrame.Fits);
    }

    /// <summary>Coordinator → node: compute this. Sent only after the grant is in the journal.</summary>
    /// <param name="Generation">Of the coordinator; nodes refuse older ones.</param>
    public sealed record GrantJob(int Slot, Job Job, long Generation) : IWireMessage;

    /// <summary>Coordinator → node: stop this attempt; its result is not wanted any more.</summary>
    /// <param name="KeepFor">
    /// Why, for people, where it is to go on later: its last finished epoch is brought to disk first, and this is the reason with which its end is
    /// answered. Null: it ends at once.
    /// </param>
    public sealed record CancelAttempt(AttemptId Attempt, long Generation, string? KeepFor = null) : IWireMessage;

    /// <summary>Node → coordinator: where an attempt is. Never persisted.</summary>
    public sealed record JobProgressed(AttemptId Attempt, string Stage, int Step, int Of, double? TrainingLoss, double? ValidationAuroc) : INodeWord;

    /// <summary>Node → coordinator: something a person should know about an attempt. Never persisted.</summary>
    public sealed record JobWarned(AttemptId Attempt, string Text) : INodeWord;

    /// <summary>Node → coordinator, resent until recorded.</summary>
    public sealed record JobCompleted(
        AttemptId Attempt, NodeId Node, ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures) : IEndsAttempt;

    /// <summary>Node → coordinator, resent until recorded.</summary>
    public sealed record JobFailed(AttemptId Attempt, NodeId Node, FailureKind Kind, string Reason) : IEndsAttempt;

    /// <summary>Node → coordinator, resent until recorded: the attempt ended because this node does not see a file; another may.</summary>
    /// <param name="File">Absolute, or relative to the workspace.</param>
    /// <param name="Reason">For people: what it means if nobody sees it.</param>
    public sealed record FileNotVisible(AttemptId Attempt, NodeId Node, string File, string Reason) : IEndsAttempt
    {
        [JsonIgnore]
        public bool IsInWorkspace => !Path.IsPathRooted(File);
    }

    /// <summary>Coordinator → node: the end of this attempt is in the journal (or was refused); forget it.</summary>
    public sealed record ResultRecorded(AttemptId Attempt) : IWireMessage;
}
