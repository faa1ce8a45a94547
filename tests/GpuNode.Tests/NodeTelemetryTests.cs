using System.Diagnostics.Metrics;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class NodeTelemetryTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _heard = [];
    private readonly MeterListener _listener = new();
    private readonly NodeTelemetry _telemetry;

    public NodeTelemetryTests()
    {
        // Starting to listen tells of every instrument that is there already: those of nodes of other tests, beside this one.
        var (here, isListening) = (Environment.CurrentManagedThreadId, false);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "AxSpa.GpuNode" && Environment.CurrentManagedThreadId == here && isListening && _telemetry is null)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, $"{value}", tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, $"{value}", tags));
        _listener.Start();
        isListening = true;
        _telemetry = new NodeTelemetry(_clock);
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _listener.Dispose();
    }

    private void Note(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}");

    private static AttemptId Attempt(string job, int number = 1) => new(new RunId("r"), new JobId(job), number);

    private void Epoch(AttemptId attempt, int number) => _telemetry.Heard(attempt, new TrainerLine.Progress("epoch", number, 30, 0.5, 0.7));

    [Fact]
    public void An_epoch_takes_from_the_end_of_the_one_before_to_its_own()
    {
        Epoch(Attempt("mri-0"), 1);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Epoch(Attempt("clinical-3"), 1);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Epoch(Attempt("clinical-3"), 2);
        Epoch(Attempt("mri-0"), 2);
        Assert.Equal(["axspa.epoch.duration branch=clinical 0.5", "axspa.epoch.duration branch=mri 4.5"], _heard);
    }

    [Fact]
    public void The_time_between_two_attempts_is_no_epoch()
    {
        Epoch(Attempt("mri-0"), 1);
        _telemetry.Ended(Attempt("mri-0"));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Epoch(Attempt("mri-0", 2), 2);
        Assert.Empty(_heard);
    }

    [Fact]
    public void Other_progress_than_epochs_is_not_timed()
    {
        for (var step = 1; step < 3; step++)
            _telemetry.Heard(Attempt("cohort"), new TrainerLine.Progress("scans", step, 5, null, null));
        Assert.Empty(_heard);
    }

    [Fact]
    public void Slots_are_counted_by_device_and_state_zeros_too()
    {
        _telemetry.Saw([new SlotView(0, "cpu", SlotStatus.Free), new SlotView(1, "cpu", SlotStatus.Running)]);
        _telemetry.Unrecorded(2);
        _listener.RecordObservableInstruments();
        Assert.Equal(
            ["axspa.node.slots device=cpu status=starting 0", "axspa.node.slots device=cpu status=free 1", "axspa.node.slots device=cpu status=running 1",
             "axspa.node.slots device=cpu status=broken 0", "axspa.node.unrecorded_results  2"], _heard);
    }
}
