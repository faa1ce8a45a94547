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
        List<RunStanding> standings = [.. state.Waiting];
        if (standings.Count == 0)
            return [];
        var free = new FreeSlots(state, now);
        if (free.Count == 0)
            return [];
        var matches = ImmutableArray.CreateBuilder<(WaitingJob, FreeSlot)>();
        var held = state.SlotsHeld;
        var waiting = standings.Where(run => !state.IsSilent(run.Run, now)).ToDictionary(run => run.Run, run => state.Runs[run.Run].Wants.Jobs);
        var turns = new QueueTurns(standings, now);
        while (free.Count > 0 && turns.Next(held, waiting.ContainsKey) is { } next)
        {
            var jobs = waiting[next.Run];
            if (held[next.Run] >= (next.MaxSlots ?? int.MaxValue) || FirstThatFits(jobs, free, state, now) is not { } match)
            {
                // Slots only become fewer from here on: it finds none in this round.
                waiting.Remove(next.Run);
                continue;
            }
            matches.Add(match);
            free.Take(match.Slot);
            held[next.Run]++;
            if (jobs.Length == 1)
                waiting.Remove(next.Run);
            else
                waiting[next.Run] = jobs.Remove(match.Job);
        }
        return matches.ToImmutable();
    }

    /// <summary>Whether the job leaves free slots of the nodes it failed on alone, because another node could compute it.</summary>
    public static bool WaitsForAnother(WaitingJob job, PlacementState state, DateTimeOffset now) => job.RequiresOtherNode
        && state.Suitable(job, now).Any(slot => slot.View.Status != SlotStatus.Broken && !job.Avoided.Contains(slot.Node));

    private static (WaitingJob Job, FreeSlot Slot)? FirstThatFits(ImmutableArray<WaitingJob> jobs, FreeSlots free, PlacementState state, DateTimeOffset now)
    {
        foreach (var job in jobs)
            if (Best(job, free) is { } best && !(job.Avoided.Contains(best.Node) && WaitsForAnother(job, state, now)))
                return (job, best);
        return null;
    }

    /// <summary>The first of those that suit best.</summary>
    private static FreeSlot? Best(WaitingJob job, FreeSlots free)
    {
        // Folds of a branch of scans prefer a card and everything else the CPU; nothing waits for its preference.
        var prefersCard = job.Branch is { } branch && BranchRegistry.Find(branch)?.PrefersCard is true;
        var (best, bestIs) = ((FreeSlot?)null, int.MaxValue);
        foreach (var slot in free.For(job))
        {
            var isWorse = (job.Avoided.Contains(slot.Node) ? 2 : 0) + (SlotFit.IsCard(slot.Device) != prefersCard ? 1 : 0);
            if (isWorse < bestIs)
                (best, bestIs) = (slot, isWorse);
            if (bestIs == 0)
                break;
        }
        return best;
    }
}
