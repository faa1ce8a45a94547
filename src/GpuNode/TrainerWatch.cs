namespace AxSpa.GpuNode;

/// <summary>
/// Notices a trainer that hangs without dying. It says that it lives every 3 s, however long its epochs are, so silence means
/// that the whole process stands still. Time in which this node itself was frozen does not count as silence. Pure: times are read from a clock
/// of this process that is never set.
/// </summary>
internal readonly record struct TrainerWatch(TimeSpan Patience)
{
    private TimeSpan HeardAt { get; init; }

    private TimeSpan LookedAt { get; init; }

    /// <summary>How often to look: often enough that a gap of half the patience is a freeze and not the rhythm of looking.</summary>
    public TimeSpan LookEvery => Patience / 20;

    /// <summary>Something was heard now.</summary>
    public TrainerWatch Heard(TimeSpan now) => this with { HeardAt = now };

    public (TrainerWatch Next, bool IsSilent) Look(TimeSpan now)
    {
        var wasFrozen = now - LookedAt > Patience / 2;
        var heardAt = wasFrozen ? now : HeardAt;
        return (this with { HeardAt = heardAt, LookedAt = now }, now - heardAt > Patience);
    }
}
