using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>A job that waits for a slot.</summary>
public sealed record WaitingJob(RunId Run, JobId Job, Branch? Branch)
{
    /// <summary>Nodes on which it failed: a slot of another one is taken first.</summary>
    public ImmutableArray<NodeId> Avoided { get; init; } = [];

    /// <summary>It rather waits for another node, where there is one, than to fail the same way again.</summary>
    public bool Insists { get; init; }
}

/// <summary>A slot that nobody uses and nobody was promised.</summary>
public sealed record FreeSlot(NodeId Node, int Index, string Device);

/// <summary>Which waiting job goes to which free slot.</summary>
public static class GpuPlacement
{
    /// <summary>
    /// Jobs in their order; each takes the best slot that is left. MRI folds prefer a card, everything else prefers the CPU; but
    /// before that, a job that failed goes to a node on which it did not.
    /// </summary>
    /// <param name="working">Nodes with a slot that works, free or not.</param>
    public static ImmutableArray<(WaitingJob Job, FreeSlot Slot)> Match(
        IEnumerable<WaitingJob> waiting, IEnumerable<FreeSlot> free, IReadOnlyCollection<NodeId> working)
    {
        var left = free.ToList();
        var matches = ImmutableArray.CreateBuilder<(WaitingJob, FreeSlot)>();
        foreach (var job in waiting)
        {
            if (left.Count == 0)
                break;
            var slot = left.OrderBy(slot => job.Avoided.Contains(slot.Node)).ThenBy(slot => IsCard(slot) != (job.Branch == Branch.Mri)).First();
            if (job.Avoided.Contains(slot.Node) && WaitsForAnother(job, working))
                continue;
            left.Remove(slot);
            matches.Add((job, slot));
        }
        return matches.ToImmutable();
    }

    /// <summary>Whether the job leaves free slots alone because some other node works.</summary>
    public static bool WaitsForAnother(WaitingJob job, IReadOnlyCollection<NodeId> working) => job.Insists && working.Except(job.Avoided).Any();

    private static bool IsCard(FreeSlot slot) => slot.Device.StartsWith("cuda", StringComparison.Ordinal);
}
