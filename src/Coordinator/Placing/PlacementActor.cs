using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// Brings waiting jobs and free slots together. It only offers: the run decides, and grants after its journal has the grant.
/// </summary>
internal sealed class PlacementActor : ReceiveActor
{
    /// <summary>Run → placement: all its jobs that wait, in the order it wants them.</summary>
    /// <param name="Held">Slots it granted. Their nodes may not have heard of it yet, as after a change of coordinator.</param>
    public sealed record Wants(RunId Run, ImmutableArray<WaitingJob> Jobs, ImmutableArray<(NodeId Node, int Slot)> Held) : INoSerializationVerificationNeeded;

    /// <summary>Placement → run: this slot is yours for this job, if you still want it.</summary>
    public sealed record Offer(JobId Job, FreeSlot Slot, IActorRef Node) : INoSerializationVerificationNeeded;

    /// <summary>Run → placement: not wanted any more.</summary>
    public sealed record Declined(FreeSlot Slot) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → placement, and on to every run that asks: this life of a node left the cluster.</summary>
    public sealed record NodeGone(NodeId Node) : INoSerializationVerificationNeeded;

    public sealed record AskTrouble : INoSerializationVerificationNeeded;

    public sealed record Trouble(string? Text) : INoSerializationVerificationNeeded;

    private readonly TimeProvider _clock;
    private readonly Dictionary<NodeId, IActorRef> _nodes = [];
    private readonly List<(IActorRef Actor, Wants Wants)> _runs = [];
    /// <summary>What a node said on its way out may arrive after it left; this life of it never comes back.</summary>
    private readonly HashSet<NodeId> _gone = [];
    private readonly CoordinatorTelemetry _telemetry;
    private SlotBoard _board = SlotBoard.Empty;

    public PlacementActor(TimeProvider clock, CoordinatorTelemetry telemetry)
    {
        (_clock, _telemetry) = (clock, telemetry);
        Receive<NodeProtocol.NodeReport>(report =>
        {
            if (_gone.Contains(report.Node))
                return;
            _nodes[report.Node] = Sender;
            _board = _board.After(report, _clock.GetUtcNow());
            _telemetry.Saw(_board);
            Place();
        });
        Receive<Wants>(OnWants);
        Receive<Declined>(declined => { _board = _board.Release(declined.Slot.Node, declined.Slot.Index); Place(); });
        Receive<NodeGone>(gone => { _gone.Add(gone.Node); _nodes.Remove(gone.Node); _board = _board.Without(gone.Node); _telemetry.Saw(_board); });
        Receive<RunProtocol.ListNodes>(_ => Sender.Tell(new RunProtocol.NodeList([.. _board.Nodes.Values])));
        Receive<AskTrouble>(_ => Sender.Tell(new Trouble(TroubleOf(Sender))));
        Receive<Terminated>(ended => _runs.RemoveAll(run => run.Actor.Equals(ended.ActorRef)));
    }

    private void OnWants(Wants wants)
    {
        var known = _runs.FindIndex(run => run.Wants.Run == wants.Run);
        if (known >= 0)
            _runs[known] = (Sender, wants);
        else
            _runs.Add((Sender, wants));
        Context.Watch(Sender);
        Place();
    }

    private void Place()
    {
        var held = _runs.SelectMany(run => run.Wants.Held).ToHashSet();
        var free = _board.Free.Where(slot => !held.Contains((slot.Node, slot.Index)));
        foreach (var (job, slot) in GpuPlacement.Match(_runs.SelectMany(run => run.Wants.Jobs), free, _board.Working))
        {
            var index = _runs.FindIndex(run => run.Wants.Run == job.Run);
            var (actor, wants) = _runs[index];
            _runs[index] = (actor, wants with { Jobs = wants.Jobs.Remove(job) });
            _board = _board.Promise(slot, _clock.GetUtcNow());
            actor.Tell(new Offer(job.Job, slot, _nodes[slot.Node]));
        }
    }

    private string? TroubleOf(IActorRef asker) => _board.Trouble
        ?? (_runs.Find(run => run.Actor.Equals(asker)).Wants?.Jobs.FirstOrDefault(job => GpuPlacement.WaitsForAnother(job, _board.Working)) is { } job
            ? $"a slot of another node than {string.Join(", ", job.Avoided.Distinct())}, where {job.Job} crashed"
            : null);
}
