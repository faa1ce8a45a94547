using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>Which waiting job goes to which free slot.</summary>
public static class GpuPlacement
{
    /// <summary>
    /// Slot by slot, the run whose turn it is (<see cref="QueueRanking"/>) gets the best one for the first of its jobs that fits any. So
    /// no slot stays free that a waiting job could use, and a run that is at its limit or finds nothing that fits holds up nobody.
    /// </summary>
    public static ImmutableArray<(WaitingJob Job, FreeSlot Slot)> Match(PlacementState state, DateTimeOffset now)
    {
        var left = state.FreeSlots.ToList();
        var matches = ImmutableArray.CreateBuilder<(WaitingJob, FreeSlot)>();
        if (left.Count == 0)
            return [];
        var held = state.SlotsHeld;
        var standings = state.Waiting.ToList();
        var waiting = standings.Where(run => !state.IsSilent(run.Run, now)).ToDictionary(run => run.Run, run => state.Runs[run.Run].Wants.Jobs.ToList());
        while (left.Count > 0 && waiting.Count > 0)
        {
            var next = QueueRanking.Of(standings, held, now).First(run => waiting.ContainsKey(run.Run));
            var jobs = waiting[next.Run];
            if (held[next.Run] >= (next.MaxSlots ?? int.MaxValue) || FirstThatFits(jobs, left, state, now) is not { } match)
            {
                // Slots only become fewer from here on: it finds none in this round.
                waiting.Remove(next.Run);
                continue;
            }
            matches.Add(match);
            left.Remove(match.Slot);
            jobs.Remove(match.Job);
            held[next.Run]++;
            if (jobs.Count == 0)
                waiting.Remove(next.Run);
        }
        return matches.ToImmutable();
    }

    /// <summary>Whether the job leaves free slots of the nodes it failed on alone, because another node could compute it.</summary>
    public static bool WaitsForAnother(WaitingJob job, PlacementState state, DateTimeOffset now) => job.RequiresOtherNode
        && state.Suitable(job, now).Any(slot => slot.View.Status != SlotStatus.Broken && !job.Avoided.Contains(slot.Node));

    private static (WaitingJob Job, FreeSlot Slot)? FirstThatFits(IEnumerable<WaitingJob> jobs, List<FreeSlot> left, PlacementState state, DateTimeOffset now)
    {
        foreach (var job in jobs)
        {
            var suitable = state.Suitable(job, now).Select(slot => (slot.Node, slot.Index)).ToHashSet();
            var best = left.Where(slot => suitable.Contains((slot.Node, slot.Index)))
                .OrderBy(slot => job.Avoided.Contains(slot.Node))
                // Folds of a branch of scans prefer a card and everything else the CPU; nothing waits for its preference.
                .ThenBy(slot => SlotFit.IsCard(slot.Device) != (job.Branch is { } branch && BranchRegistry.Find(branch)?.PrefersCard is true))
                .FirstOrDefault();
            if (best is not null && !(job.Avoided.Contains(best.Node) && WaitsForAnother(job, state, now)))
                return (job, best);
        }
        return null;
    }
}
