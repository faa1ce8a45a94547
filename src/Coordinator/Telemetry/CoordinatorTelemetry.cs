using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Telemetry;

/// <summary>
/// What the coordinator measures. What is true of the cluster is said only by the coordinator whose turn it is; a standby says that it
/// is none. docs/watching.md explains each.
/// </summary>
/// <remarks>Gauges are counted when somebody asks, from values that never change; nothing here waits for an actor.</remarks>
public sealed class CoordinatorTelemetry : IDisposable
{
    private sealed record OpenRun(RunState State, DateTimeOffset? OldestWait);

    private static readonly JobKind[] Kinds = Enum.GetValues<JobKind>();
    private static readonly string[] DeviceKinds = ["cpu", "cuda"];
    private static readonly string[] JobStates = ["waiting", "running", "completed"];
    private static readonly string[] RunStates = ["running", "paused", "completed", "failed", "refused", "cancelled"];

    private readonly Meter _meter = new("AxSpa.Coordinator");
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<RunId, OpenRun> _open = [];
    private readonly Counter<long> _attempts, _leaseLosses, _withdrawn, _journalFailures;
    private readonly Histogram<double> _queueWait, _attemptDuration, _journalWrite;
    private volatile RunIndex? _index;
    private volatile SlotBoard _board = SlotBoard.Empty;

    public CoordinatorTelemetry(TimeProvider clock)
    {
        _clock = clock;
        Gauge("axspa.coordinator.active", () => [new(IsActive ? 1 : 0)], "1: this process is the coordinator. 0: it stands by, or waits for its journal.");
        _meter.CreateObservableCounter("axspa.coordinator.take_overs", () =>
            _index is { } index ? [new Measurement<long>(index.TakeOvers)] : Array.Empty<Measurement<long>>(),
            description: "How often a coordinator has taken over since the journal was made, the first one included.");
        Gauge("axspa.runs", Runs, "Runs by state.");
        Gauge("axspa.jobs", Jobs, "Jobs of the open runs by kind and state.");
        Gauge("axspa.slots", Slots, "Slots of all nodes by kind of device and state.");
        _meter.CreateObservableGauge("axspa.queue.oldest_wait", OldestWait, "s", "How long the job that waits longest has waited; 0 when none waits.");
        _attempts = _meter.CreateCounter<long>("axspa.attempts", description: "Attempts that ended, by kind of job and outcome.");
        _leaseLosses = _meter.CreateCounter<long>(
            "axspa.lease.losses", description: "Attempts that were given up because their node left, or did not report them for 30 s.");
        _withdrawn = _meter.CreateCounter<long>("axspa.results.withdrawn", description: "Official results whose files were found damaged or gone.");
        _journalFailures = _meter.CreateCounter<long>("axspa.journal.failures", description: "Writes or reads of the journal that failed.");
        _queueWait = Histogram("axspa.queue.wait", [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200],
            "From the moment a job could be placed to its grant.");
        _attemptDuration = Histogram("axspa.attempt.duration", [1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400], "From a grant to the official result.");
        _journalWrite = Histogram("axspa.journal.write.duration", [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            "From handing events to the journal to its confirmation.");
        BeginAtZero();
    }

    internal bool IsActive => _index is not null;

    /// <summary>The coordinator's index after each of its events; so it is this process's turn.</summary>
    internal void Saw(RunIndex index) => _index = index;

    internal void Saw(SlotBoard board) => _board = board;

    /// <param name="oldestWait">Since when the job waits that waits longest; null: none does.</param>
    internal void Saw(RunState run, DateTimeOffset? oldestWait)
    {
        if (run.Status == RunStatus.Running)
            _open[run.Id] = new OpenRun(run, oldestWait);
        else
            Forget(run.Id);
    }

    internal void Forget(RunId run) => _open.TryRemove(run, out _);

    /// <summary>The turn is another's, or nobody's.</summary>
    internal void StandBy()
    {
        _index = null;
        _board = SlotBoard.Empty;
        _open.Clear();
    }

    internal void Granted(JobKind kind, TimeSpan waited) => _queueWait.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("kind", Label.Of(kind)));

    /// <param name="failure">Null: its result became official.</param>
    internal void Ended(JobKind kind, FailureKind? failure, TimeSpan took)
    {
        _attempts.Add(1, new("kind", Label.Of(kind)), new("outcome", Label.Outcome(failure)));
        if (failure is null)
            _attemptDuration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", Label.Of(kind)));
    }

    internal void LeasesLost(int count) => _leaseLosses.Add(count);

    internal void Withdrawn(JobKind kind) => _withdrawn.Add(1, new KeyValuePair<string, object?>("kind", Label.Of(kind)));

    /// <param name="began">A timestamp of the clock.</param>
    internal void JournalWrote(JournalWriter writer, long began) =>
        _journalWrite.Record(_clock.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("writer", Label.Of(writer)));

    internal void JournalFailed(JournalWriter writer) => _journalFailures.Add(1, new KeyValuePair<string, object?>("writer", Label.Of(writer)));

    public void Dispose() => _meter.Dispose();

    /// <summary>A counter that appears only with its first event has no rate for that event.</summary>
    private void BeginAtZero()
    {
        foreach (var kind in Kinds)
        {
            foreach (var outcome in Enum.GetValues<FailureKind>().Cast<FailureKind?>().Prepend(null))
                _attempts.Add(0, new("kind", Label.Of(kind)), new("outcome", Label.Outcome(outcome)));
            _withdrawn.Add(0, new KeyValuePair<string, object?>("kind", Label.Of(kind)));
        }
        _leaseLosses.Add(0);
        foreach (var writer in Enum.GetValues<JournalWriter>())
            _journalFailures.Add(0, new KeyValuePair<string, object?>("writer", Label.Of(writer)));
    }

    private IEnumerable<Measurement<int>> Runs()
    {
        if (_index is not { } index)
            return [];
        var counts = index.Runs.CountBy(run => run.Status == RunStatus.Running && _open.TryGetValue(run.Run, out var open) && open.State.IsPaused
            ? "paused"
            : run.Refusal is not null ? RunSummary.Refused : Label.Of(run.Status)).ToDictionary();
        return RunStates.Select(status => new Measurement<int>(counts.GetValueOrDefault(status), new KeyValuePair<string, object?>("status", status)));
    }

    private IEnumerable<Measurement<int>> Jobs()
    {
        if (!IsActive)
            return [];
        var counts = _open.Values.SelectMany(run => run.State.Jobs.Values).CountBy(job => (job.Request.Kind, StateOf(job))).ToDictionary();
        return from kind in Kinds
               from status in JobStates
               select new Measurement<int>(counts.GetValueOrDefault((kind, status)), new("kind", Label.Of(kind)), new("status", status));
    }

    private IEnumerable<Measurement<int>> Slots()
    {
        if (!IsActive)
            return [];
        var counts = _board.Nodes.Values.SelectMany(node => node.Slots).CountBy(slot => (slot.Device.Split(':')[0], slot.Status)).ToDictionary();
        return from device in DeviceKinds
               from status in Enum.GetValues<SlotStatus>()
               select new Measurement<int>(counts.GetValueOrDefault((device, status)), new("device", device), new("status", Label.Of(status)));
    }

    private IEnumerable<Measurement<double>> OldestWait() => !IsActive ? []
        : [new(_open.Values.Min(run => run.OldestWait) is { } since ? Math.Max(0, (_clock.GetUtcNow() - since).TotalSeconds) : 0)];

    private static string StateOf(JobState job) => job.Official is not null ? "completed" : job.Grant is not null ? "running" : "waiting";

    private void Gauge(string name, Func<IEnumerable<Measurement<int>>> measure, string description) =>
        _meter.CreateObservableGauge(name, measure, description: description);

    private Histogram<double> Histogram(string name, double[] buckets, string description) =>
        _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
