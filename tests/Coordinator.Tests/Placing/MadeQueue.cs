using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Tests.Placing;

/// <summary>Small states of placement for tests.</summary>
internal static class MadeQueue
{
    public static readonly DateTimeOffset Now = MadeRun.Now;
    public static readonly NodeId Here = new("10.0.0.1", 5001, 1), There = new("10.0.0.2", 5001, 1);

    public static PlacementState State(params RunWants[] runs) => runs.Aggregate(PlacementState.Empty, (state, wants) => state.After(wants, Now));

    public static PlacementState WithNode(this PlacementState state, NodeId node, params SlotView[] slots) =>
        state with { Board = state.Board.After(new NodeProtocol.NodeReport(node, [.. slots.Select((slot, index) => slot with { Index = index })], []), Now) };

    public static PlacementState Ordered(this PlacementState state, Shared.Wire.IWireMessage happened) => state with { Terms = state.Terms.Apply(happened) };

    public static SlotView Slot(string device = "cpu", SlotStatus status = SlotStatus.Free, double? memoryGiB = null) =>
        new(0, device, status, MemoryBytes: memoryGiB is { } gib ? (long)(gib * (1L << 30)) : null);

    public static RunStanding Standing(string run, int priority = 0, int? maxSlots = null, QueueMove? move = null, int minute = 0, SlotUse? use = null) =>
        new(new RunId(run), run, priority, maxSlots, move, Now.AddMinutes(minute), use ?? SlotUse.None);

    public static RunWants Wants(RunStanding standing, params WaitingJob[] jobs) =>
        new(standing, [.. jobs.Select(job => job with { Run = standing.Run })], [], []);

    public static WaitingJob Job(string name) => new(MadeRun.Id, new JobId(name), FoldId.TryParse(name, out var fold) ? fold.Branch : null);

    /// <summary>Attempts that ended so many minutes ago, each of so many minutes.</summary>
    public static SlotUse Used(params (int MinutesAgo, int Minutes)[] ended) =>
        SlotUse.None with
        { Ended = [.. ended.Select(span => new SlotSpan(Now.AddMinutes(-span.MinutesAgo - span.Minutes), Now.AddMinutes(-span.MinutesAgo)))] };

    public static ImmutableArray<string> Order(params RunStanding[] runs) =>
        [.. QueueRanking.Of(runs, ImmutableDictionary<RunId, int>.Empty, Now).Select(run => run.Run.Value)];
}
