using System.Collections.Immutable;

namespace AxSpa.Coordinator.Placing;

/// <summary>From a grant to the end of its attempt, by the times of the two events.</summary>
public readonly record struct SlotSpan(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Zero where the clock of a later coordinator is behind.</summary>
    public TimeSpan After(DateTimeOffset moment)
    {
        var time = To - (From > moment ? From : moment);
        return time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }
}

/// <summary>
/// How long a run has held slots. It follows from the times of the run's own events and from nothing else, so each coordinator
/// counts the same.
/// </summary>
/// <param name="Earlier">Of attempts that ended longer than <see cref="Kept"/> before the newest that did.</param>
/// <param name="Ended">The later ones.</param>
/// <param name="Held">When each attempt that holds a slot now was granted it.</param>
public sealed record SlotUse(TimeSpan Earlier, ImmutableArray<SlotSpan> Ended, ImmutableArray<DateTimeOffset> Held)
{
    /// <summary>What lies further back is never compared (<see cref="QueueRanking.LongestLookBack"/>), only summed.</summary>
    private static readonly TimeSpan Kept = QueueRanking.LongestLookBack;

    public static readonly SlotUse None = new(TimeSpan.Zero, [], []);

    public SlotUse After(IEnumerable<SlotSpan> ended)
    {
        ImmutableArray<SlotSpan> all = [.. Ended, .. ended];
        if (all.Length == Ended.Length)
            return this;
        var (oldest, newest) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        foreach (var span in all)
            (oldest, newest) = (span.To < oldest ? span.To : oldest, span.To > newest ? span.To : newest);
        var bound = newest - Kept;
        return oldest >= bound ? this with { Ended = all } : this with
        {
            Earlier = all.Where(span => span.To < bound).Aggregate(Earlier, (sum, span) => sum + span.After(DateTimeOffset.MinValue)),
            Ended = [.. all.Where(span => span.To >= bound)],
        };
    }

    public TimeSpan Total(DateTimeOffset now) => Earlier + Since(DateTimeOffset.MinValue, now);

    /// <summary>Since when it has held no slot at all; null: it holds one, or never held any.</summary>
    public DateTimeOffset? WithoutSince => Held.IsEmpty && !Ended.IsEmpty ? Ended.Max(span => span.To) : null;

    /// <summary>Slot time from this moment on; exact as far back as <see cref="QueueRanking.LongestLookBack"/>.</summary>
    public TimeSpan Since(DateTimeOffset moment, DateTimeOffset now)
    {
        var sum = TimeSpan.Zero;
        foreach (var span in Ended)
            sum += span.After(moment);
        foreach (var from in Held)
            sum += new SlotSpan(from, now).After(moment);
        return sum;
    }
}
