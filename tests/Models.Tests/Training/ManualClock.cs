namespace AxSpa.Models.Tests.Training;

/// <summary>A clock that moves by a fixed step each time it is read, so that every epoch (or none) is time for a checkpoint.</summary>
internal sealed class ManualClock(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks += step.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);
}
