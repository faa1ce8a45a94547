using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>A run as the index remembers it.</summary>
public sealed record IndexedRun(RunEvents.Submitted Submitted, RunStatus Status, DateTimeOffset? EndedAt)
{
    public RunId Run => Submitted.Run;
}

/// <summary>All runs of the workspace, in the order of their submission: what the coordinator knows before it asks a run itself.</summary>
public sealed record RunIndex(ImmutableList<IndexedRun> Runs)
{
    public static readonly RunIndex Empty = new([]);

    /// <summary>What ops want everybody to read.</summary>
    public RunProtocol.ClusterMessage Message { get; init; } = new(null, null);

    /// <summary>Runs whose folder is being removed: nobody's any more.</summary>
    public ImmutableHashSet<RunId> Deleting { get; init; } = [];

    /// <summary>Runs that are gone.</summary>
    public ImmutableHashSet<RunId> Deleted { get; init; } = [];

    /// <summary>What people ordered about GPU nodes.</summary>
    public NodeTerms Nodes { get; init; } = NodeTerms.None;

    /// <summary>How often a coordinator took over, the first one included.</summary>
    public long TakeOvers { get; init; }

    public IEnumerable<IndexedRun> Open => Runs.Where(run => run.Status == RunStatus.Running);

    public IndexedRun? Find(RunId id) => Runs.Find(run => run.Run == id);

    /// <summary>The newest run of this key that can still give a result: it runs, or it is completed.</summary>
    public IndexedRun? Reusable(string key) => Runs.FindLast(run => run.Submitted.Key == key && run.Status is (RunStatus.Running or RunStatus.Completed));

    public RunIndex Apply(IWireMessage happened) => happened switch
    {
        IndexEvents.RunIndexed indexed => this with { Runs = Runs.Add(new IndexedRun(indexed.Submitted, RunStatus.Running, null)) },
        IndexEvents.RunClosed closed => Change(closed.Run, run => run with { Status = closed.Status, EndedAt = closed.At }),
        IndexEvents.RunReopened reopened => Change(reopened.Run, run => run with { Status = RunStatus.Running, EndedAt = null }),
        IndexEvents.RunDeleting gone => this with { Runs = Runs.RemoveAll(run => run.Run == gone.Run), Deleting = Deleting.Add(gone.Run) },
        IndexEvents.RunDeleted gone => this with { Deleting = Deleting.Remove(gone.Run), Deleted = Deleted.Add(gone.Run) },
        IndexEvents.MessageSet set => this with { Message = new(set.Text, set.Text is null ? null : set.At) },
        IndexEvents.NodeDrained or IndexEvents.NodeExcluded or IndexEvents.NodeEnabled => this with { Nodes = Nodes.Apply(happened) },
        IndexEvents.TookOver => this with { TakeOvers = TakeOvers + 1 },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is not an event of the index."),
    };

    private RunIndex Change(RunId id, Func<IndexedRun, IndexedRun> change) =>
        Runs.FindIndex(run => run.Run == id) is >= 0 and var at ? this with { Runs = Runs.SetItem(at, change(Runs[at])) } : this;
}
