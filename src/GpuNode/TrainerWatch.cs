namespace AxSpa.GpuNode;

/// <summary>
/// Notices a trainer that hangs without dying. It says that it lives every 3 s, however long its epochs are, so silence means
/// that the whole process stands still. Time in which this node itself was frozen does not count as silence.
/// </summary>
internal sealed class TrainerWatch(TimeSpan patience, TimeProvider clock)
{
    private long _heardAt = clock.GetTimestamp(), _lookedAt = clock.GetTimestamp();

    public TimeSpan Patience => patience;

    /// <summary>How often to look: often enough that a gap of half the patience is a freeze and not the rhythm of looking.</summary>
    public TimeSpan LookEvery => patience / 20;

    public void Heard() => _heardAt = clock.GetTimestamp();

    public bool HasGoneSilent()
    {
        var wasFrozen = clock.GetElapsedTime(_lookedAt) > patience / 2;
        _lookedAt = clock.GetTimestamp();
        if (wasFrozen)
            Heard();
        return clock.GetElapsedTime(_heardAt) > patience;
    }
}
