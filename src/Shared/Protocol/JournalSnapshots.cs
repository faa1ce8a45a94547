using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>
/// A run that has ended, as it rests beside its events: what replaying them gives, in one record. Where it cannot be read the events
/// are replayed instead.
/// </summary>
/// <param name="UsedEarlier">Slot time of attempts that ended long before the newest.</param>
/// <param name="Used">When slots were held by the later ones.</param>
/// <param name="FailedJob">Whose failure ended it.</param>
/// <param name="Warnings">What was warned of while it ran, for people. No event has it: without the snapshot it would be forgotten.</param>
public sealed record RunSnapshot(
    RunId Run, string Key, string Name, string Specification, RunStage Until, DateTimeOffset SubmittedAt, long Generation, RunStatus Status,
    ImmutableArray<JobSnapshot> Jobs, bool IsPaused, ResourceOptions Asked, int Priority, int? MaxSlots, MoveSnapshot? Move, DateTimeOffset JoinedAt,
    TimeSpan UsedEarlier, ImmutableArray<SpanSnapshot> Used, DateTimeOffset? EndedAt, string? Failure, FailureKind? FailureKind, TraceSnapshot Trace,
    ImmutableArray<string> Warnings, JobId? FailedJob = null) : IWireMessage;

/// <summary>One job of the run.</summary>
public sealed record JobSnapshot(
    JobRequest Request, int Attempts, GrantSnapshot? Grant, ResultSnapshot? Official, DateTimeOffset? StartedAt, int FruitlessCrashes, int StorageTroubles,
    DateTimeOffset? NotBefore, string? LastFailure, int FurthestEpoch, int Standstill, ImmutableArray<NodeId> Avoided, ImmutableArray<UnseenSnapshot> Unseen,
    bool IsWithdrawn, ResultSnapshot? Former,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Setbacks = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Withdrawals = 0);

public sealed record GrantSnapshot(int Attempt, NodeId Node, int Slot, string Device, DateTimeOffset At);

public sealed record ResultSnapshot(
    int Attempt, NodeId Node, ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures, DateTimeOffset At);

public sealed record UnseenSnapshot(NodeId Node, string File, DateTimeOffset At, int Times);

public sealed record MoveSnapshot(QueuePlace Place, RunId? Before, DateTimeOffset At);

public sealed record SpanSnapshot(DateTimeOffset From, DateTimeOffset To);

/// <summary>What the run's trace needs to go on under the same ids, should the run go on.</summary>
/// <param name="Opening">How often it had gone on after an end.</param>
public sealed record TraceSnapshot(int Opening, DateTimeOffset OpenedAt, ImmutableArray<TracedJob> Jobs);

/// <param name="Round">How often it had been asked for anew.</param>
public sealed record TracedJob(JobId Job, DateTimeOffset RequestedAt, int Round);

/// <summary>All that the coordinator's index remembers, in one record.</summary>
/// <param name="Runs">In the order of their submission.</param>
/// <param name="Message">Of ops, to everybody; null: none.</param>
public sealed record IndexSnapshot(
    ImmutableArray<IndexedRunSnapshot> Runs, ImmutableArray<RunId> Deleting, ImmutableArray<RunId> Deleted, string? Message, DateTimeOffset? MessageSince,
    ImmutableArray<NodeTerm> Nodes, long TakeOvers) : IWireMessage;

/// <param name="Submitted">The run's first event, as long as its own journal may not have it.</param>
public sealed record IndexedRunSnapshot(
    RunId Run, string Key, string Name, RunStage Until, DateTimeOffset SubmittedAt, RunStatus Status, DateTimeOffset? EndedAt, RunEvents.Submitted? Submitted,
    string? Refusal = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Priority = RunPriority.Normal);
