using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AxSpa.Coordinator.Telemetry;

namespace AxSpa.Coordinator.Tests.Telemetry;

/// <summary>What one coordinator's instruments say, as an exporter would hear it.</summary>
internal sealed class MeasuredValues : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, List<double>> _recorded = [];

    /// <summary>Listens to the instruments that are made while it is being constructed: tests run beside each other.</summary>
    public MeasuredValues(TimeProvider clock)
    {
        // Starting to listen tells of every instrument that is there already: those of coordinators of other tests.
        var (here, isListening) = (Environment.CurrentManagedThreadId, false);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "AxSpa.Coordinator" && Environment.CurrentManagedThreadId == here && isListening && Telemetry is null)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
        isListening = true;
        Telemetry = new CoordinatorTelemetry(clock);
    }

    public CoordinatorTelemetry Telemetry { get; }

    /// <summary>What was recorded under a name with these labels, in their order: <c>axspa.attempts kind=fold outcome=lost</c>.</summary>
    public IReadOnlyList<double> Recorded(string series) => _recorded.GetValueOrDefault(series) ?? [];

    /// <summary>What the gauges say now; absent: nothing.</summary>
    public double? Now(string series)
    {
        _recorded.Clear();
        _listener.RecordObservableInstruments();
        return _recorded.TryGetValue(series, out var values) ? values[^1] : null;
    }

    public void Dispose()
    {
        Telemetry.Dispose();
        _listener.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = instrument.Name;
        foreach (var tag in tags)
            series += $" {tag.Key}={tag.Value}";
        _recorded.GetOrAdd(series, _ => []).Add(value);
    }
}
