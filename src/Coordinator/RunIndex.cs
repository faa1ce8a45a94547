using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>A run as the index remembers it: what lists and a second submission need. All else is in the run's own journal.</summary>
/// <param name="Until">As it was submitted.</param>
/// <param name="Submitted">The run's first event, as long as its own journal may not have it: once it has ended, that does.</param>
public sealed record IndexedRun(
    RunId Run, string Key, string Name, RunStage Until, DateTimeOffset SubmittedAt, RunStatus Status, DateTimeOffset? EndedAt, RunEvents.Submitted? Submitted)
{
    /// <summary>Why it was refused; null: it was not.</summary>
    public string? Refusal { get; init; }

    /// <summary>That it had at its end.</summary>
    public int Priority { get; init; }
}

/// <summary>All runs of the workspace, in the order of their submission: what the coordinator knows before it asks a run itself.</summary>
public sealed record RunIndex
{
    public static readonly RunIndex Empty = new();

    private RunIndex()
    {
    }

    /// <summary>By the number of their submission.</summary>
    private ImmutableSortedDictionary<long, IndexedRun> Numbered { get; init; } = ImmutableSortedDictionary<long, IndexedRun>.Empty;

    private ImmutableDictionary<RunId, long> Numbers { get; init; } = ImmutableDictionary<RunId, long>.Empty;

    /// <summary>The numbers of the runs of one key, the newest last.</summary>
    private ImmutableDictionary<string, ImmutableSortedSet<long>> ByKey { get; init; } =
        ImmutableDictionary.Create<string, ImmutableSortedSet<long>>(StringComparer.Ordinal);

    private long NextNumber { get; init; }

    /// <summary>In the order of their submission.</summary>
    public IEnumerable<IndexedRun> Runs => Numbered.Values;

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

    public IndexedRun? Find(RunId id) => Numbers.TryGetValue(id, out var number) ? Numbered[number] : null;

    /// <summary>The newest run of this key that can still give a result: it runs, or it is completed.</summary>
    public IndexedRun? Reusable(string key) => ByKey.TryGetValue(key, out var numbers)
        ? numbers.Reverse().Select(number => Numbered[number]).FirstOrDefault(run => run.Status is (RunStatus.Running or RunStatus.Completed))
        : null;

    /// <summary>An id that no run has or had: its events would go into that one's journal, and both would be one.</summary>
    /// <param name="draw">Four signs at random.</param>
    public RunId FreeId(DateTimeOffset now, Func<string> draw)
    {
        RunId id;
        do
            id = new RunId(string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{draw()}"));
        while (Numbers.ContainsKey(id) || Deleting.Contains(id) || Deleted.Contains(id));
        return id;
    }

    public RunIndex Apply(IWireMessage happened) => happened switch
    {
        IndexEvents.RunIndexed indexed => Add(indexed.Submitted),
        IndexEvents.RunClosed closed => Change(closed.Run, run => run with
        {
            Status = closed.Status,
            EndedAt = closed.At,
            Submitted = null,
            Refusal = closed.Refusal,
            Priority = closed.Priority,
        }),
        IndexEvents.RunReopened reopened => Change(reopened.Run, run => run with { Status = RunStatus.Running, EndedAt = null, Refusal = null }),
        IndexEvents.RunDeleting gone => Remove(gone.Run) with { Deleting = Deleting.Add(gone.Run) },
        IndexEvents.RunDeleted gone => this with { Deleting = Deleting.Remove(gone.Run), Deleted = Deleted.Add(gone.Run) },
        IndexEvents.MessageSet set => this with { Message = new(set.Text, set.Text is null ? null : set.At) },
        IndexEvents.NodeDrained or IndexEvents.NodeExcluded or IndexEvents.NodeEnabled => this with { Nodes = Nodes.Apply(happened) },
        IndexEvents.TookOver => this with { TakeOvers = TakeOvers + 1 },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is not an event of the index."),
    };

    public IndexSnapshot ToSnapshot() => new(
        [.. Runs.Select(run =>
            new IndexedRunSnapshot(run.Run, run.Key, run.Name, run.Until, run.SubmittedAt, run.Status, run.EndedAt, run.Submitted, run.Refusal, run.Priority))],
        [.. Deleting.OrderBy(run => run.Value, StringComparer.Ordinal)], [.. Deleted.OrderBy(run => run.Value, StringComparer.Ordinal)],
        Message.Text, Message.Since, [.. Nodes.ByNode.Values], TakeOvers);

    public static RunIndex From(IndexSnapshot snapshot) => Empty.AddRange(snapshot.Runs.Select(run =>
        new IndexedRun(run.Run, run.Key, run.Name, run.Until, run.SubmittedAt, run.Status, run.EndedAt,
            run.Submitted)
        { Refusal = run.Refusal, Priority = run.Priority })) with
    {
        Deleting = [.. snapshot.Deleting],
        Deleted = [.. snapshot.Deleted],
        Message = new(snapshot.Message, snapshot.MessageSince),
        Nodes = new NodeTerms(NodeTerms.None.ByNode.AddRange(snapshot.Nodes.Select(term => KeyValuePair.Create(term.Node, term)))),
        TakeOvers = snapshot.TakeOvers,
    };

    /// <summary>Journals of versions that drew ids blindly may name one twice: the first run has it, as its journal does.</summary>
    private RunIndex Add(RunEvents.Submitted submitted) => Numbers.ContainsKey(submitted.Run) ? this
        : AddRange([new IndexedRun(submitted.Run, submitted.Key, submitted.Name, submitted.Until, submitted.At, RunStatus.Running, null, submitted)]);

    private RunIndex AddRange(IEnumerable<IndexedRun> runs)
    {
        var (numbered, numbers, byKey) = (Numbered.ToBuilder(), Numbers.ToBuilder(), ByKey.ToBuilder());
        var next = NextNumber;
        foreach (var run in runs)
        {
            numbered.Add(next, run);
            numbers.Add(run.Run, next);
            byKey[run.Key] = byKey.GetValueOrDefault(run.Key, []).Add(next);
            next++;
        }
        return this with { Numbered = numbered.ToImmutable(), Numbers = numbers.ToImmutable(), ByKey = byKey.ToImmutable(), NextNumber = next };
    }

    private RunIndex Remove(RunId id)
    {
        if (!Numbers.TryGetValue(id, out var number))
            return this;
        var key = Numbered[number].Key;
        var left = ByKey[key].Remove(number);
        return this with
        {
            Numbered = Numbered.Remove(number),
            Numbers = Numbers.Remove(id),
            ByKey = left.IsEmpty ? ByKey.Remove(key) : ByKey.SetItem(key, left),
        };
    }

    private RunIndex Change(RunId id, Func<IndexedRun, IndexedRun> change) =>
        Numbers.TryGetValue(id, out var number) ? this with { Numbered = Numbered.SetItem(number, change(Numbered[number])) } : this;
}
