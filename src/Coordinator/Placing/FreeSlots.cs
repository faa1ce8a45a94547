using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>The free slots of one moment, which become fewer as they are taken; what keeps a run from a node is looked up once.</summary>
internal sealed class FreeSlots
{
    private readonly PlacementState _state;
    private readonly DateTimeOffset _now;
    private readonly LinkedList<FreeSlot> _left;
    private readonly Dictionary<(NodeId Node, RunId Run), bool> _isOpen = [];

    public FreeSlots(PlacementState state, DateTimeOffset now) => (_state, _now, _left) = (state, now, new LinkedList<FreeSlot>(state.FreeSlots));

    public int Count => _left.Count;

    /// <summary>Those that would do for a job, on nodes that are open to it, in the order of the board.</summary>
    public IEnumerable<FreeSlot> For(WaitingJob job)
    {
        foreach (var slot in _left)
            if (slot.View.Has(job.Demand) && IsOpen(slot.Node, job))
                yield return slot;
    }

    public void Take(FreeSlot slot) => _left.Remove(slot);

    /// <summary>What a node does not see is another matter for each job; all else that bars a node concerns a run as a whole.</summary>
    private bool IsOpen(NodeId node, WaitingJob job)
    {
        if (!job.Unseen.IsEmpty)
            return _state.BarOf(job, _state.Board.Of(node), _now) is null;
        if (!_isOpen.TryGetValue((node, job.Run), out var isOpen))
            _isOpen[(node, job.Run)] = isOpen = _state.BarOf(job, _state.Board.Of(node), _now) is null;
        return isOpen;
    }
}
