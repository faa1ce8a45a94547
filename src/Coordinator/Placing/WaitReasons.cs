using System.Collections.Immutable;
using AxSpa.Hosting.Journals;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Coordinator.Placing;

/// <summary>What a job waits for, for people. It looks at the same facts by which jobs are matched, so it cannot say something else.</summary>
internal static class WaitReasons
{
    public const string Journal = "the journal, which does not answer the run; jobs that are running go on meanwhile";

    /// <summary>Nodes that are named one by one; a cluster of a hundred must fit a line.</summary>
    private const int MostNamed = 3;

    public static string Of(PlacementState state, RunStanding run, WaitingJob job, int slotsHeld, DateTimeOffset now)
    {
        if (state.IsSilent(run.Run, now))
            return Journal;
        if (run.MaxSlots is { } most && slotsHeld >= most)
            return $"one of its own slots: it may use {PlainText.Count(most, "slot")} at once, and does ('pbm queue limit {run.Run} none' lifts that)";
        if (state.Board.Nodes.IsEmpty)
            return "a GPU node: none has joined the cluster";
        if (!state.Board.Nodes.Values.Any(node => node.Slots.Any(slot => slot.Has(job.Demand))))
            return $"{SlotFit.Words(job.Demand)}: no node has one";
        List<FreeSlot> suitable = [.. state.Suitable(job, now)];
        var barred = Barred(state, job, now);
        if (suitable.Count == 0)
            return $"a node that it may go to: {barred}";
        List<FreeSlot> working = [.. suitable.Where(slot => slot.View.Status != SlotStatus.Broken)];
        return (working.Count == 0 ? $"a slot that works: {suitable[0].Node} says '{suitable[0].View.Trouble}'"
            : GpuPlacement.WaitsForAnother(
                job, state, now) ? $"a slot of another node than {Listed(job.Avoided.Select(node => node.ToString()).Distinct())}, where it crashed"
            : OfSlots(state, job, working)) + (barred.Length > 0 ? $"; {barred}" : "");
    }

    private static string OfSlots(PlacementState state, WaitingJob job, List<FreeSlot> working)
    {
        // In a busy cluster none is free, and who holds which slot need not be asked.
        var free = working.Where(slot => slot.View.Status == SlotStatus.Free).Select(slot => (slot.Node, slot.Index)).ToHashSet();
        if (free.Count > 0 && state.FreeSlots.Any(slot => free.Contains((slot.Node, slot.Index))))
            return RunProgressLines.BeingPlaced;
        var starting = working.Count(slot => slot.View.Status == SlotStatus.Starting);
        return starting > 0 ? $"{SlotFit.Words(job.Demand)}: {PlainText.Count(starting, "trainer")} starting"
            : $"{SlotFit.Words(job.Demand)} to be free: "
            + $"{(working.Count == 1 ? "the only one that would do is busy" : $"all {working.Count} that would do are busy")}";
    }

    /// <summary>Nodes that have such a slot and are closed to the job; nothing where there are none.</summary>
    private static string Barred(PlacementState state, WaitingJob job, DateTimeOffset now) => Listed(
        from node in state.Board.Nodes.Values
        where node.Slots.Any(slot => slot.Has(job.Demand))
        let bar = state.BarOf(job, node, now)
        where bar is not null
        select bar.Words(node.Node));

    private static string Listed(IEnumerable<string> texts)
    {
        List<string> all = [.. texts];
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
