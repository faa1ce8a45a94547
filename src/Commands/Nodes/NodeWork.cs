using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

/// <summary>What runs on a node: the node and the journals say what, the runs say how far it is.</summary>
internal static class NodeWork
{
    public static async Task<ImmutableArray<NodeWorkView>> On(
        CoordinatorGate coordinator, IEnumerable<NodeView> lives, DateTimeOffset now, CancellationToken cancellation)
    {
        var work = lives.SelectMany(Attempts).ToList();
        var runs = new Dictionary<RunId, RunView?>();
        foreach (var run in work.Select(item => item.Attempt.Run).Distinct())
            runs[run] = await Described(coordinator, run, cancellation);
        return [.. work.Select(item => View(item.Slot, item.Attempt, runs[item.Attempt.Run], now))];
    }

    /// <param name="node">What its slots say, and what the journals have granted there.</param>
    public static IEnumerable<(int? Slot, AttemptId Attempt)> Attempts(NodeView node)
    {
        var running = node.Slots.Where(slot => slot.Running is not null).Select(slot => ((int?)slot.Index, slot.Running!)).ToList();
        return running.Concat((node.Granted ?? []).Except(running.Select(slot => slot.Item2)).Select(attempt => ((int?)null, attempt)));
    }

    /// <summary>What runs is worth showing without how far it is.</summary>
    private static async Task<RunView?> Described(CoordinatorGate coordinator, RunId run, CancellationToken cancellation)
    {
        try
        {
            return await coordinator.Describe(run, cancellation);
        }
        catch (Exception unknown) when (unknown is CommandRefusedException or ClusterUnreachableException)
        {
            return null;
        }
    }

    private static NodeWorkView View(int? slot, AttemptId attempt, RunView? run, DateTimeOffset now) =>
        run?.Jobs.FirstOrDefault(job => job.Job == attempt.Job && job.Attempt == attempt.Attempt) is { } job
            ? new NodeWorkView(slot, attempt, job.Stage, job.Step, job.Of, job.GrantedAt,
                RunEta.OfJob(run, job, now) is { } eta ? Math.Round(eta.TotalSeconds) : null)
            : new NodeWorkView(slot, attempt, null, 0, 0, null, null);
}
