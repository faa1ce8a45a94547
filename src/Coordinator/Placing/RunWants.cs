using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>Run → placement, at every change and every second: what it wants now and what it has.</summary>
/// <param name="Jobs">That wait for a slot, in the order in which the run wants them.</param>
/// <param name="Held">Slots it granted. Their nodes may not have heard of it yet, as after a change of coordinator.</param>
/// <param name="Blocked">Jobs that wait for something else than a slot, each in one group only.</param>
public sealed record RunWants(
    RunStanding Standing, ImmutableArray<WaitingJob> Jobs, ImmutableArray<HeldSlot> Held,
    ImmutableArray<BlockedJobs> Blocked) : INoSerializationVerificationNeeded
{
    public RunId Run => Standing.Run;
}

/// <summary>A job that waits for a slot.</summary>
public sealed record WaitingJob(RunId Run, JobId Job, BranchId? Branch)
{
    /// <summary>Nodes on which it failed: a slot of another one is taken first.</summary>
    public ImmutableArray<NodeId> Avoided { get; init; } = [];

    /// <summary>It rather waits for another node, where there is one, than to fail the same way again.</summary>
    public bool RequiresOtherNode { get; init; }

    /// <summary>Nodes that do not see a file it needs.</summary>
    public ImmutableArray<UnseenFile> Unseen { get; init; } = [];

    /// <summary>What its slot must have; null: nothing in particular.</summary>
    public SlotDemand? Demand { get; init; }
}

/// <summary>A file that a node did not see.</summary>
/// <param name="At">When it last looked.</param>
/// <param name="Times">How often it has looked.</param>
public sealed record UnseenFile(NodeId Node, string File, DateTimeOffset At, int Times)
{
    /// <summary>
    /// A share may be mounted late: where no other node can take the job it is tried there again after 10 s, 20 s, 40 s … at most ten minutes.
    /// </summary>
    public DateTimeOffset AgainAt => At + TimeSpan.FromSeconds(Math.Min(600, 10 * Math.Pow(2, Math.Min(Times, 10) - 1)));
}

/// <summary>The slot of a job's open grant.</summary>
public sealed record HeldSlot(AttemptId Attempt, NodeId Node, int Slot);

/// <param name="Reason">What these jobs wait for, for people.</param>
public sealed record BlockedJobs(ImmutableArray<JobId> Jobs, string Reason);
