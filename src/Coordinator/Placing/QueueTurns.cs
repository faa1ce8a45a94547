using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// Whose turn it is among some runs at one moment (<see cref="QueueRanking"/>), slot after slot: all that does not change from one slot to the next is
/// looked up once.
/// </summary>
internal sealed class QueueTurns
{
    private readonly record struct Key(RunStanding Run, TimeSpan Used, DateTimeOffset WaitsSince);

    private readonly ImmutableArray<Key> _keys;
    private readonly bool _hasMoves;

    /// <param name="runs">All that want a slot.</param>
    public QueueTurns(IEnumerable<RunStanding> runs, DateTimeOffset now)
    {
        _keys =
        [
            .. from priority in runs.GroupBy(run => run.Priority)
               let since = QueueRanking.ComparedSince(priority, now)
               from run in priority
               select new Key(run, run.Use.Since(since, now), run.WaitsSince(now)),
        ];
        _hasMoves = _keys.Any(key => key.Run.Move is not null);
    }

    /// <param name="slotsHeld">Slots that each run holds or was promised; none where it is not named.</param>
    public ImmutableArray<RunStanding> InOrder(IReadOnlyDictionary<RunId, int> slotsHeld) => QueueRanking.WithMoves(
        [.. _keys.Order(Comparer<Key>.Create((one, other) => Compare(one, other, slotsHeld))).Select(key => key.Run)]);

    /// <returns>Null: none of them is wanted.</returns>
    public RunStanding? Next(IReadOnlyDictionary<RunId, int> slotsHeld, Func<RunId, bool> isWanted)
    {
        if (_hasMoves)
            return InOrder(slotsHeld).FirstOrDefault(run => isWanted(run.Run));
        Key? first = null;
        foreach (var key in _keys)
            if (isWanted(key.Run.Run) && (first is null || Compare(key, first.Value, slotsHeld) < 0))
                first = key;
        return first?.Run;
    }

    private static int Compare(Key one, Key other, IReadOnlyDictionary<RunId, int> slotsHeld) =>
        one.Run.Priority != other.Run.Priority ? other.Run.Priority.CompareTo(one.Run.Priority)
        : slotsHeld.GetValueOrDefault(one.Run.Run).CompareTo(slotsHeld.GetValueOrDefault(other.Run.Run)) is not 0 and var held ? held
        : one.Used.CompareTo(other.Used) is not 0 and var used ? used
        : one.WaitsSince.CompareTo(other.WaitsSince) is not 0 and var waits ? waits
        : one.Run.JoinedAt.CompareTo(other.Run.JoinedAt) is not 0 and var joined ? joined
        : string.CompareOrdinal(one.Run.Run.Value, other.Run.Run.Value);
}
