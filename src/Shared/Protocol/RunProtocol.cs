using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

public enum RunStatus { Running, Completed, Failed, Cancelled }

/// <summary>What people ask of the coordinator, and its answers. A refusal is a reply, never an exception.</summary>
public static class RunProtocol
{
    /// <summary>What can be rehearsed.</summary>
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
    [JsonDerivedType(typeof(SubmitRun), "submit")]
    [JsonDerivedType(typeof(CancelRun), "cancel")]
    [JsonDerivedType(typeof(PauseRun), "pause")]
    [JsonDerivedType(typeof(ResumeRun), "resume")]
    [JsonDerivedType(typeof(RetryFold), "retry")]
    [JsonDerivedType(typeof(DeleteRun), "delete")]
    [JsonDerivedType(typeof(QueueProtocol.MoveRun), "move")]
    [JsonDerivedType(typeof(QueueProtocol.PrioritizeRun), "prioritize")]
    [JsonDerivedType(typeof(QueueProtocol.LimitRun), "limit")]
    [JsonDerivedType(typeof(NodeOrders.DrainNode), "drain-node")]
    [JsonDerivedType(typeof(NodeOrders.ExcludeNode), "exclude-node")]
    [JsonDerivedType(typeof(NodeOrders.EnableNode), "enable-node")]
    public abstract record Order : IWireMessage;

    public abstract record RunOrder(RunId Run) : Order;

    /// <summary>What would the answer to this order be? Nothing is done. A message of its own: who does not know it cannot take it for the order.</summary>
    public sealed record Rehearse(Order Order) : IWireMessage;

    /// <param name="Specification">The effective specification as YAML, paths absolute.</param>
    /// <param name="Another">Start another run even if one with the same key is finished.</param>
    /// <param name="Priority">Instead of the specification's; null: as that says.</param>
    /// <param name="MaxSlots">The same.</param>
    public sealed record SubmitRun(string Specification, RunStage Until, bool Another, int? Priority = null, int? MaxSlots = null) : Order;

    public enum Acceptance { Started, Resumed, AlreadyFinished }

    /// <param name="Run">In a rehearsal without a run as yet: the empty id.</param>
    public sealed record RunAccepted(RunId Run, Acceptance How) : IWireMessage;

    /// <summary>The answer to any request that cannot be granted; the reason is for people.</summary>
    /// <param name="Passes">True: the coordinator may not work just now, and the same question will have an answer by and by. Null: the answer is no.</param>
    public sealed record Refused(string Reason, bool? Passes = null) : IWireMessage;

    public sealed record CancelRun(RunId Run) : RunOrder(Run);

    public sealed record Cancelled(RunId Run) : IWireMessage;

    /// <param name="Now">Attempts that run are ended too, and go on from their checkpoint later; else they go to their end.</param>
    public sealed record PauseRun(RunId Run, bool Now) : RunOrder(Run);

    /// <summary>A paused or failed run goes on, and a completed one computes again what is damaged on disk.</summary>
    public sealed record ResumeRun(RunId Run) : RunOrder(Run);

    public sealed record RetryFold(RunId Run, FoldId Fold) : RunOrder(Run);

    /// <summary>A run that has ended goes for good. Asked again and again until the answer is finished.</summary>
    public sealed record DeleteRun(RunId Run) : RunOrder(Run);

    /// <param name="Files">That its folder held; 0 while they are still counted.</param>
    /// <param name="Trouble">Why it does not go on, for people; it is tried again by itself.</param>
    public sealed record Deletion(RunId Run, bool IsFinished, int Files, long Bytes, string? Trouble) : IWireMessage;

    /// <param name="How">One word: paused, resumed, retried, moved, prioritized, limited.</param>
    /// <param name="Note">For people: what follows from it.</param>
    public sealed record RunChanged(RunId Run, string How, string Note) : IWireMessage;

    /// <summary>Asked again and again until the answer is finished: hashing a run's files takes its time.</summary>
    /// <param name="Asking">One name for all questions about one verification: another name begins another.</param>
    public sealed record VerifyRun(RunId Run, string Asking) : IWireMessage;

    /// <summary>The newest runs, or those before one that is known already. A message has an end, so they come in pages.</summary>
    /// <param name="Status">Only runs in this state; null: all.</param>
    /// <param name="Refused">Of the failed ones only those that were refused, or only the others; null: all.</param>
    /// <param name="Before">The last, and so the oldest, of the page before; null: from the newest on.</param>
    /// <param name="Most">More are not wanted.</param>
    public sealed record ListRuns(RunStatus? Status = null, RunSummary? Before = null, int Most = int.MaxValue, bool? Refused = null) : IWireMessage;

    /// <param name="Runs">The newest first.</param>
    /// <param name="Older">How many such runs are older than the last of these.</param>
    public sealed record RunList(ImmutableArray<RunSummary> Runs, int Older = 0) : IWireMessage;

    /// <summary>Which run do people mean by this? Answered with <see cref="RunsFound"/>.</summary>
    /// <param name="Name">An id, the beginning of one, a run's name, or <c>last</c>.</param>
    public sealed record FindRun(string Name) : IWireMessage;

    /// <param name="IsBrief">Without its jobs.</param>
    /// <param name="View">Which <see cref="RunView"/> goes on: see <see cref="ViewPart"/>. Null: how the run is now.</param>
    /// <param name="From">The first job that is wanted of it.</param>
    public sealed record DescribeRun(RunId Run, bool IsBrief = false, long? View = null, int From = 0) : IWireMessage;

    /// <summary>Which files the run's results consist of.</summary>
    public sealed record ListResults(RunId Run) : IWireMessage;

    /// <param name="Files">As the journal has them, under their plain names; paths relative to the run's folder: <c>results/metrics.txt</c>.</param>
    /// <param name="LeftOut">Files of <c>results/explanation</c> for which this message has no room.</param>
    public sealed record Results(
        RunId Run, ImmutableArray<StoredFile> Files, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int LeftOut = 0) : IWireMessage;

    /// <summary>The journal is really used: read and written.</summary>
    public sealed record CheckJournal : IWireMessage;

    public sealed record JournalCheck(double ReadMilliseconds, double WriteMilliseconds) : IWireMessage;

    /// <summary>A line from ops to everybody who asks the cluster something; null takes it away.</summary>
    public sealed record SetMessage(string? Text) : IWireMessage;

    public sealed record AskMessage : IWireMessage;

    /// <param name="Text">Null: there is none.</param>
    /// <param name="Since">When it was set.</param>
    public sealed record ClusterMessage(string? Text, DateTimeOffset? Since) : IWireMessage;

    /// <param name="After">The last node of the page before; null: from the beginning. A message has an end, a cluster may be longer.</param>
    public sealed record ListNodes(string? After = null) : IWireMessage;

    /// <param name="IsLastPage">Nothing follows the last of these.</param>
    public sealed record NodeList(ImmutableArray<NodeView> Nodes, bool IsLastPage = true) : IWireMessage;
}

/// <param name="Stage">For people: <c>folds 4/10</c>.</param>
/// <param name="IsPaused">It runs, and nothing more is granted.</param>
/// <param name="Priority">See <see cref="RunPriority"/>.</param>
/// <param name="Refusal">For people: why its cohort could not be read. Such a run has failed, and is called refused; null: any other.</param>
public sealed record RunSummary(
    RunId Run, string Name, RunStatus Status, string Stage, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, bool IsPaused = false, int Priority = 0,
    string? Refusal = null)
{
    /// <summary>For people and programs: running, completed, failed, refused or cancelled.</summary>
    public string State() => Refusal is null ? Status.ToString().ToLowerInvariant() : Refused;

    /// <summary>The word for a run that failed because what was handed in cannot be used.</summary>
    public const string Refused = "refused";
}

/// <summary>Which runs answer to a name.</summary>
/// <param name="Exact">Null: no run has this id.</param>
/// <param name="Beginning">Runs whose ids begin with it, in the order of their submission; at most <see cref="MostNamed"/>.</param>
/// <param name="Beginnings">How many there are of them.</param>
/// <param name="Called">Runs of this name, the newest first; at most <see cref="MostNamed"/>.</param>
public sealed record RunsFound(
    RunSummary? Exact, ImmutableArray<RunSummary> Beginning, int Beginnings, ImmutableArray<RunSummary> Called, int Calleds) : IWireMessage
{
    /// <summary>More are only counted: nobody reads them.</summary>
    public const int MostNamed = 20;

    /// <summary>The word for the newest run.</summary>
    public const string Last = "last";

    /// <param name="runs">In the order of their submission.</param>
    public static RunsFound Of(IEnumerable<RunSummary> runs, string name)
    {
        if (name == Last)
            return new RunsFound(Brief(runs.MaxBy(run => run.SubmittedAt)), [], 0, [], 0);
        RunSummary? exact = null;
        List<RunSummary> beginning = [], called = [];
        foreach (var run in runs)
        {
            if (run.Run.Value == name)
                exact = run;
            if (run.Run.Value.StartsWith(name, StringComparison.Ordinal))
                beginning.Add(run);
            if (run.Name == name)
                called.Add(run);
        }
        return new RunsFound(
            Brief(exact), [.. beginning.Take(MostNamed).Select(Brief).OfType<RunSummary>()], beginning.Count,
            [.. called.OrderByDescending(run => run.SubmittedAt).Take(MostNamed).Select(Brief).OfType<RunSummary>()], called.Count);
    }

    /// <summary>Whoever looks for a run wants its id; forty reasons would not fit a message.</summary>
    private static RunSummary? Brief(RunSummary? run) => run is { Refusal: not null } ? run with { Refusal = null } : run;
}

/// <summary>What a look at everything a run has on disk found, or has found so far.</summary>
/// <param name="BytesDone">Hashed so far, of <paramref name="Bytes"/>.</param>
public sealed record RunVerification(
    RunId Run, bool IsFinished, long BytesDone, long Bytes, ImmutableArray<VerifiedPart> Parts) : IWireMessage
{
    public bool IsWhole => Parts.All(part => part.Findings.IsEmpty);
}

/// <summary>One kind of check.</summary>
/// <param name="Name">official files, prepared volumes, copies, input files, split, coverage.</param>
/// <param name="Result">For people: how much was looked at.</param>
/// <param name="Findings">For people: what is not as it must be, one sentence each.</param>
public sealed record VerifiedPart(string Name, string Result, ImmutableArray<string> Findings);

/// <summary>Everything there is to see of a run at one moment.</summary>
/// <param name="WaitingFor">Why nothing moves, for people; null when something does.</param>
/// <param name="Failure">For people: why the run failed.</param>
/// <param name="RefusedInput">The run failed because what was handed in cannot be used: exit code 2.</param>
/// <param name="Queue">Null for a run that has ended.</param>
/// <param name="Part">Not all of its jobs are here; null: they are.</param>
public sealed record RunView(
    RunSummary Summary, string Key, RunStage Until, ImmutableArray<JobView> Jobs, ImmutableArray<string> Warnings,
    string? WaitingFor, string? Failure, bool RefusedInput, string Folder, RunShareView? Queue = null, ViewPart? Part = null) : IWireMessage;

/// <summary>Which jobs of a view a message holds: a run of 800 folds does not fit one. All parts of one view show one moment.</summary>
/// <param name="View">The view's number. Parts of two views do not belong together.</param>
/// <param name="From">The place of its first job.</param>
/// <param name="Of">How many jobs the whole view has.</param>
public sealed record ViewPart(long View, int From, int Of);

/// <summary>A run's part in the sharing of slots.</summary>
/// <param name="Position">Among the runs that want a slot, from 1; null: it wants none at the moment.</param>
/// <param name="MaxSlots">Null: no limit of its own.</param>
/// <param name="ComparedSince">From when on its slot time is compared with that of runs of the same priority; null: there is nothing to compare.</param>
/// <param name="UsedSeconds">Slot-seconds since then.</param>
/// <param name="TotalSeconds">Slot-seconds since it was submitted.</param>
public sealed record RunShareView(int? Position, int? MaxSlots, DateTimeOffset? ComparedSince, double UsedSeconds, double TotalSeconds);

public enum JobStatus { Waiting, Running, Completed, Failed }

/// <param name="Step">Of <paramref name="Of"/>: epochs of a fold, otherwise the job's own count.</param>
/// <param name="Figures">What the job reported at its end: best epoch, validation AUROC, counts.</param>
/// <param name="WaitingFor">For people: what it waits for, or why nothing is heard of it.</param>
/// <param name="StartedAt">When it first had a slot.</param>
/// <param name="GrantedAt">When the attempt that runs was given its slot.</param>
public sealed record JobView(
    JobId Job, JobKind Kind, FoldId? Fold, JobStatus Status, int Attempt, string? Node, string? Device, string? Stage, int Step, int Of,
    double? TrainingLoss, double? ValidationAuroc, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    ImmutableSortedDictionary<string, double> Figures, string? LastFailure, string? WaitingFor = null, DateTimeOffset? GrantedAt = null);

/// <param name="Slots">None: the node is not in the cluster, and only what was ordered about it is known.</param>
/// <param name="HeardAt">When the coordinator last had a report of it.</param>
/// <param name="Term">What people ordered about it; null: nothing.</param>
/// <param name="Granted">The attempts that hold its slots by the coordinator's journals, whether or not the node has heard of them.</param>
/// <param name="IsSilent">It has missed reports: nothing is placed there, and what its slots say is old.</param>
public sealed record NodeView(
    NodeId Node, ImmutableArray<SlotView> Slots, NodeFacts? Facts = null, DateTimeOffset? HeardAt = null, NodeTerm? Term = null,
    ImmutableArray<AttemptId>? Granted = null,
    bool IsSilent = false);
