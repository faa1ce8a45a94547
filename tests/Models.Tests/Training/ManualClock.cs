namespace AxSpa.Models.Tests.Training;

/// <summary>A clock that moves by a fixed step each time it is read, so that every epoch (or none) is time for a checkpoint.</summary>
/// <remarks>FakeTimeProvider, advancing by itself, would move with each reading of the date as well, and every record of a curve reads it.</remarks>
internal sealed class ManualClock(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks += step.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);
}
