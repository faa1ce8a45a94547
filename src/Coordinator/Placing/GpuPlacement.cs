using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>A job that waits for a slot.</summary>
public sealed record WaitingJob(RunId Run, JobId Job, Branch? Branch);

/// <summary>A slot that nobody uses and nobody was promised.</summary>
public sealed record FreeSlot(NodeId Node, int Index, string Device);

/// <summary>Which waiting job goes to which free slot.</summary>
public static class GpuPlacement
{
    /// <summary>Jobs in their order; each takes the best slot that is left. MRI folds prefer a card, everything else prefers the CPU.</summary>
    public static ImmutableArray<(WaitingJob Job, FreeSlot Slot)> Match(IEnumerable<WaitingJob> waiting, IEnumerable<FreeSlot> free)
    {
        var left = free.ToList();
        var matches = ImmutableArray.CreateBuilder<(WaitingJob, FreeSlot)>();
        foreach (var job in waiting)
        {
            if (left.Count == 0)
                break;
            var slot = left.FirstOrDefault(slot => IsCard(slot) == (job.Branch == Branch.Mri)) ?? left[0];
            left.Remove(slot);
            matches.Add((job, slot));
        }
        return matches.ToImmutable();
    }

    private static bool IsCard(FreeSlot slot) => slot.Device.StartsWith("cuda", StringComparison.Ordinal);
}
