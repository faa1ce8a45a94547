using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Placing;

/// <summary>The queue as people see it: who is served when, and what each job waits for.</summary>
internal static class QueueViews
{
    /// <summary>Nobody reads more; what does not fit a message is left out too.</summary>
    private const int MostRuns = 40;

    /// <summary>Of one run: reasons, and jobs that wait for the same, that are named.</summary>
    private const int MostReasons = 12, MostJobs = 20;

    /// <param name="open">All runs that have not ended: one that placement has not heard of is being read from its journal.</param>
    public static QueueView Of(PlacementState state, IEnumerable<(RunId Run, string Name)> open, DateTimeOffset now)
    {
        var held = state.SlotsHeld;
        var positions = Positions(state, held, now);
        var known = state.Runs.Values.Select(run => run.Wants).Where(wants => !wants.Jobs.IsEmpty || !wants.Blocked.IsEmpty)
            .OrderBy(wants => positions.GetValueOrDefault(wants.Run, int.MaxValue)).ThenBy(wants => wants.Standing.JoinedAt).ToList();
        var unheard = open.Where(run => !state.Runs.ContainsKey(run.Run)).Select(run => new QueuedRunView(
            null, run.Run, run.Name, RunPriority.Normal, null, 0, null, 0, 0, null, [new WaitView([], WaitReasons.Journal)])).ToList();
        // One after the other, as far as the page goes: why jobs wait is not looked up for whoever is left out.
        var shown = WireFrame.Page(known.Select(wants => View(state, wants, positions, held[wants.Run], now)).Concat(unheard).Select(Short), MostRuns);
        var slots = state.Board.Nodes.Values.SelectMany(node => node.Slots).ToList();
        return new QueueView(shown, known.Count + unheard.Count - shown.Length, slots.Count(slot => slot.Status == SlotStatus.Running), slots.Count);
    }

    /// <summary>Runs that want a slot, from 1 in the order in which they are served.</summary>
    public static ImmutableDictionary<RunId, int> Positions(PlacementState state, IReadOnlyDictionary<RunId, int> held, DateTimeOffset now) =>
        QueueRanking.Of(state.Waiting, held, now)
            .Select((run, index) => KeyValuePair.Create(run.Run, index + 1)).ToImmutableDictionary();

    /// <summary>Why each job of a run waits, in groups of one reason.</summary>
    public static ImmutableArray<WaitView> Waits(PlacementState state, RunWants wants, int slotsHeld, DateTimeOffset now) =>
    [
        // Most jobs of a run differ by their names only, and wait for the same.
        .. wants.Jobs.GroupBy(job => (job.Demand, job.Avoided, job.RequiresOtherNode, job.Unseen))
            .Select(alike => (Jobs: alike, Why: WaitReasons.Of(state, wants.Standing, alike.First(), slotsHeld, now)))
            .GroupBy(alike => alike.Why, alike => alike.Jobs)
            .Select(group => new WaitView([.. InOrder(wants, group)], group.Key)),
        .. wants.Blocked.Select(kept => new WaitView(kept.Jobs, kept.Reason)),
    ];

    /// <summary>As the run wants them, whichever are alike.</summary>
    private static IEnumerable<JobId> InOrder(RunWants wants, IEnumerable<IEnumerable<WaitingJob>> alike)
    {
        List<IEnumerable<WaitingJob>> kinds = [.. alike];
        if (kinds is [var only])
            return only.Select(job => job.Job);
        var all = kinds.SelectMany(jobs => jobs).ToHashSet();
        return wants.Jobs.Where(all.Contains).Select(job => job.Job);
    }

    private static QueuedRunView Short(QueuedRunView run)
    {
        var rest = run.Waits.Skip(MostReasons).Sum(wait => wait.Jobs.Length);
        return run with
        {
            Name = MessageLimits.Cut(run.Name, MessageLimits.Name),
            Waits =
            [
                .. run.Waits.Take(MostReasons)
                    .Select(wait =>
                        new WaitView([.. wait.Jobs.Take(MostJobs)], MessageLimits.Cut(wait.Why, MessageLimits.Sentence),
                            Math.Max(0, wait.Jobs.Length - MostJobs))),
                .. rest > 0 ? [new WaitView([], "something else each; 'run describe' says what", rest)] : ImmutableArray<WaitView>.Empty,
            ],
        };
    }

    private static QueuedRunView View(PlacementState state, RunWants wants, ImmutableDictionary<RunId, int> positions, int slotsHeld, DateTimeOffset now)
    {
        var (run, since) = (wants.Standing, ComparedSince(state, wants.Standing.Priority, now));
        return new QueuedRunView(
            positions.TryGetValue(run.Run, out var position) ? position : null, run.Run, run.Name, run.Priority, run.MaxSlots, slotsHeld,
            since, Seconds(run.Use.Since(since ?? now, now)), Seconds(run.Use.Total(now)), run.Move is { } move ? Words(move) : null,
            Waits(state, wants, slotsHeld, now));
    }

    /// <returns>Null: no run of this priority wants a slot.</returns>
    public static DateTimeOffset? ComparedSince(PlacementState state, int priority, DateTimeOffset now) =>
        state.Waiting.Where(run => run.Priority == priority).ToList() is { Count: > 0 } waiting ? QueueRanking.ComparedSince(waiting, now) : null;

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);

    private static string Words(QueueMove move) => move.Place switch
    {
        QueuePlace.First => "first",
        QueuePlace.Last => "last",
        QueuePlace.Before => $"before {move.Before}",
    };
}
