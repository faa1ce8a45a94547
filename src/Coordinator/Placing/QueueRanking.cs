using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// Which run is served next. A higher priority comes first. Runs of one priority share: first whoever holds the fewest slots, then
/// whoever used the least slot time since all of them have been here, then whoever has waited longest. A place given by hand comes
/// before sharing.
/// </summary>
/// <remarks>
/// Nobody starves among runs of one priority: a run that has got nothing since the youngest came goes before all that came or were
/// served later. While new ones keep coming, that is after an hour; at the very latest after a day.
/// </remarks>
public static class QueueRanking
{
    /// <summary>Else, while new runs keep coming, nothing would be compared, and whoever has the longest jobs would have the most.</summary>
    public static readonly TimeSpan ShortestLookBack = TimeSpan.FromHours(1);

    /// <summary>Else a run that could use no slot for a week (its card was broken, say) would then have all of them for a week.</summary>
    public static readonly TimeSpan LongestLookBack = TimeSpan.FromDays(1);

    /// <summary>From when on slot time is compared between runs of one priority: since the youngest joined, within these bounds.</summary>
    public static DateTimeOffset ComparedSince(IEnumerable<RunStanding> ofOnePriority, DateTimeOffset now)
    {
        var youngest = ofOnePriority.Max(run => run.JoinedAt);
        return youngest < now - LongestLookBack ? now - LongestLookBack : youngest > now - ShortestLookBack ? now - ShortestLookBack : youngest;
    }

    /// <param name="runs">All that want a slot.</param>
    /// <param name="slotsHeld">Slots that each run holds or was promised; none where it is not named.</param>
    public static ImmutableArray<RunStanding> Of(IEnumerable<RunStanding> runs, IReadOnlyDictionary<RunId, int> slotsHeld, DateTimeOffset now) =>
        new QueueTurns(runs, now).InOrder(slotsHeld);

    /// <summary>The places that were given by hand, in an order by all else.</summary>
    internal static ImmutableArray<RunStanding> WithMoves(List<RunStanding> order)
    {
        foreach (var moved in order.Where(run => run.Move is not null)
            .OrderBy(run => run.Move!.At)
            .ThenBy(run => run.Run.Value, StringComparer.Ordinal)
            .ToList())
            Put(order, moved);
        return [.. order];
    }

    /// <summary>A run that it was to stand before, and that has ended or has another priority by now, leaves it where it is.</summary>
    private static void Put(List<RunStanding> order, RunStanding moved)
    {
        var here = order.IndexOf(moved);
        order.RemoveAt(here);
        var place = moved.Move!.Place switch
        {
            QueuePlace.First => order.FindIndex(run => run.Priority <= moved.Priority),
            QueuePlace.Last => order.FindLastIndex(run => run.Priority >= moved.Priority) + 1,
            QueuePlace.Before =>
                order.FindIndex(run => run.Run == moved.Move.Before && run.Priority == moved.Priority) is >= 0 and var anchor ? anchor : here,
        };
        order.Insert(place < 0 ? order.Count : place, moved);
    }
}
