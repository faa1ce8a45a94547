using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>What a GPU node measures of its own slots and of what they compute. docs/watching.md explains each.</summary>
public sealed class NodeTelemetry : IDisposable
{
    private readonly Meter _meter = new("AxSpa.GpuNode");
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _epoch;
    /// <summary>When each running attempt's last epoch was over.</summary>
    private readonly Dictionary<AttemptId, long> _epochs = [];
    private volatile IReadOnlyList<SlotView>? _slots;
    private volatile int _unrecorded;

    public NodeTelemetry(TimeProvider clock)
    {
        _clock = clock;
        _meter.CreateObservableGauge("axspa.node.slots", Slots, description: "Slots of this node by device and state.");
        _meter.CreateObservableGauge("axspa.node.unrecorded_results", () => _unrecorded,
            description: "Attempts that ended here, and whose end no coordinator has confirmed yet; they are told again every 2 s.");
        _epoch = _meter.CreateHistogram("axspa.epoch.duration", "s", "From the end of one epoch to the end of the next, of the same attempt.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600] });
    }

    internal void Saw(ImmutableArray<SlotView> slots) => _slots = slots;

    internal void Unrecorded(int count) => _unrecorded = count;

    /// <summary>The first epoch of an attempt has no beginning that is known here: the trainer reads its cohort before.</summary>
    internal void Heard(AttemptId attempt, TrainerLine.Progress progress)
    {
        if (progress.Stage != "epoch" || !FoldId.TryParse(attempt.Job.Value, out var fold))
            return;
        if (_epochs.TryGetValue(attempt, out var last))
            _epoch.Record(_clock.GetElapsedTime(last).TotalSeconds, new KeyValuePair<string, object?>("branch", fold.Branch.Key));
        _epochs[attempt] = _clock.GetTimestamp();
    }

    internal void Ended(AttemptId attempt) => _epochs.Remove(attempt);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Slots()
    {
        if (_slots is not { } slots)
            return [];
        var counts = slots.CountBy(slot => (slot.Device, slot.Status)).ToDictionary();
        return from device in slots.Select(slot => slot.Device).Distinct()
               from status in Enum.GetValues<SlotStatus>()
               select new Measurement<int>(
                   counts.GetValueOrDefault((device, status)), new("device", device), new("status", status.ToString().ToLowerInvariant()));
    }
}
