using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>Everything that placement knows: the slots, what people ordered about nodes, and what each open run wants.</summary>
/// <param name="Runs">Each with the time of its last word.</param>
public sealed record PlacementState(
    SlotBoard Board, NodeTerms Terms, ImmutableDictionary<RunId, (RunWants Wants, DateTimeOffset HeardAt)> Runs)
{
    public static readonly PlacementState Empty = new(SlotBoard.Empty, NodeTerms.None, ImmutableDictionary<RunId, (RunWants, DateTimeOffset)>.Empty);

    /// <summary>A run says every second what it wants. One that does not waits for its journal, and cannot take an offer.</summary>
    public static readonly TimeSpan RunIsSilentAfter = TimeSpan.FromSeconds(5);

    public PlacementState After(RunWants wants, DateTimeOffset now) => this with { Runs = Runs.SetItem(wants.Run, (wants, now)) };

    public PlacementState Without(RunId run) => this with { Runs = Runs.Remove(run) };

    /// <summary>An offer is on its way: the job is not matched again before its run has said what becomes of it.</summary>
    public PlacementState Offered(WaitingJob job, FreeSlot slot, DateTimeOffset now) => this with
    {
        Board = Board.Promise(slot, job.Run, now),
        Runs = Runs.SetItem(job.Run, (Runs[job.Run].Wants with { Jobs = Runs[job.Run].Wants.Jobs.Remove(job) }, Runs[job.Run].HeardAt)),
    };

    /// <summary>The runs that want a slot.</summary>
    public IEnumerable<RunStanding> Waiting => Runs.Values.Where(run => !run.Wants.Jobs.IsEmpty).Select(run => run.Wants.Standing);

    public IEnumerable<FreeSlot> FreeSlots
    {
        get
        {
            List<FreeSlot> free = [.. Board.Free];
            if (free.Count == 0)
                return free;
            var held = Runs.Values.SelectMany(run => run.Wants.Held).Select(held => (held.Node, held.Slot)).ToHashSet();
            return free.Where(slot => !held.Contains((slot.Node, slot.Index)));
        }
    }

    /// <summary>Slots that each run holds or was promised.</summary>
    public Dictionary<RunId, int> SlotsHeld
    {
        get
        {
            var promised = Board.Promised.ToLookup(promise => promise.Value.Run, promise => promise.Key);
            return Runs.Values.ToDictionary(
                run => run.Wants.Run, run => promised[run.Wants.Run].Union(run.Wants.Held.Select(held => (held.Node, held.Slot))).Count());
        }
    }

    public bool IsSilent(RunId run, DateTimeOffset now) => now - Runs[run].HeardAt > RunIsSilentAfter;

    /// <summary>Why a job may not go to a node; null: it may.</summary>
    internal NodeBar? BarOf(WaitingJob job, NodeView node, DateTimeOffset now) => NodeBar.Of(job, node, Terms.Of(node.Node), now)
        ?? (job.Unseen.FirstOrDefault(unseen => unseen.Node == node.Node) is { } here && (now < here.AgainAt || OthersCould(job, now))
            ? new NodeBar.Unseen(here)
            : null);

    /// <summary>Whether a node that has not missed a file could take the job, now or when it is done with what it has.</summary>
    private bool OthersCould(WaitingJob job, DateTimeOffset now) => Board.Nodes.Values.Any(node => job.Unseen.All(unseen => unseen.Node != node.Node)
        && NodeBar.Of(job, node, Terms.Of(node.Node), now) is null && node.Slots.Any(slot => slot.Has(job.Demand) && slot.Status != SlotStatus.Broken));

    /// <summary>The slots that would do for a job, were they free, on nodes that are open to it.</summary>
    internal IEnumerable<FreeSlot> Suitable(WaitingJob job, DateTimeOffset now) =>
        from node in Board.Nodes.Values
        where BarOf(job, node, now) is null
        from slot in node.Slots
        where slot.Has(job.Demand)
        select new FreeSlot(node.Node, slot);
}
