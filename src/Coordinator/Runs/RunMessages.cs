using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run, the coordinator above it and its own helpers say to each other; local to one process.</summary>
internal static class RunMessages
{
    /// <summary>Coordinator → run: its specification was submitted again; the asker gets the answer.</summary>
    public sealed record Resubmit(RunSpecification Specification, RunStage Until) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → run: nothing more comes until you have stopped, or said that you stay.</summary>
    public sealed record Rest : INoSerializationVerificationNeeded
    {
        public static readonly Rest Instance = new();
    }

    /// <summary>Coordinator → run: a place in the queue was ordered for it.</summary>
    /// <param name="Before">The run to stand before, with its priority.</param>
    public sealed record Move(QueuePlace Place, (RunId Run, int Priority)? Before, bool IsRehearsal) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → run, as from the node: what runs on it goes on elsewhere.</summary>
    public sealed record MoveOff(NodeId Node) : INoSerializationVerificationNeeded;

    /// <summary>To itself: look at the disk again, for the gate is closed.</summary>
    public sealed record LookAgain : INoSerializationVerificationNeeded;

    public sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Run → coordinator: it came to its end.</summary>
    public sealed record Closed(RunId Run, RunStatus Status, string? Refusal, int Priority) : INoSerializationVerificationNeeded
    {
        public static Closed Of(RunState run) => new(run.Id, run.Status, run.Refusal, run.Priority);
    }

    /// <summary>Run → coordinator: where it is now, for <c>run list</c>.</summary>
    /// <param name="Nodes">On which it holds slots: their reports concern it. Null: it was not heard of since it was last read from the journal.</param>
    public sealed record StandingChanged(RunSummary Summary, ImmutableHashSet<NodeId>? Nodes) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: it has ended, everything it owes is written, and nobody has asked for it in a while. May it rest?</summary>
    public sealed record Passivate(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: something came before <see cref="Rest"/>, and it has to see to that first.</summary>
    public sealed record StaysAwake(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: a node's result was looked for on disk.</summary>
    /// <param name="Problem">What is not there as the node says; null: it verifies.</param>
    public sealed record ResultLookedAt(AttemptId Attempt, NodeId Node, string? Problem) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: it had ended, and now goes on.</summary>
    public sealed record Reopened(RunId Run) : INoSerializationVerificationNeeded;
}
