using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// Brings waiting jobs and free slots together. It only offers: the run decides, and grants after its journal has the grant.
/// </summary>
internal sealed class PlacementActor : ReceiveActor, IWithTimers
{
    /// <summary>This slot is a run's for this job, if it still wants it.</summary>
    public sealed record Offer(JobId Job, FreeSlot Slot, IActorRef Node);

    /// <summary>Placement → run: all that it is offered in one round.</summary>
    public sealed record Offers(ImmutableArray<Offer> All) : INoSerializationVerificationNeeded;

    /// <summary>Run → placement: it came to its end.</summary>
    public sealed record RunClosed(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>Run → placement: not wanted any more.</summary>
    public sealed record Declined(FreeSlot Slot) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → placement, and on to every run that asks: this life of a node left the cluster.</summary>
    public sealed record NodeGone(NodeId Node) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → placement: what people ordered about nodes, once it rests in the journal.</summary>
    public sealed record NewTerms(NodeTerms Terms) : INoSerializationVerificationNeeded;

    /// <summary>Coordinator → placement: the queue, for whoever asked.</summary>
    public sealed record ShowQueue(ImmutableArray<(RunId Run, string Name)> Open) : INoSerializationVerificationNeeded;

    /// <summary>Run → placement: why do my jobs wait?</summary>
    public sealed record ExplainWait(RunId Run) : INoSerializationVerificationNeeded;

    /// <param name="Position">In the queue, from 1; null: not in it.</param>
    /// <param name="ComparedSince">See <see cref="QueueRanking.ComparedSince"/>.</param>
    public sealed record WaitExplanation(ImmutableArray<WaitView> Waits, int? Position, DateTimeOffset? ComparedSince) : INoSerializationVerificationNeeded;

    /// <summary>To itself: the pause between two rounds is over.</summary>
    private sealed record PlaceNow : INoSerializationVerificationNeeded
    {
        public static readonly PlaceNow Instance = new();
    }

    /// <summary>
    /// Between two rounds of matching: what comes meanwhile is matched together. In a quiet cluster nobody waits for it; where hundreds of jobs end in a
    /// second, slots wait some milliseconds, and the coordinator does not match a thousand times.
    /// </summary>
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _clock;
    private readonly Dictionary<NodeId, IActorRef> _nodes = [];
    private readonly Dictionary<RunId, IActorRef> _runs = [];
    /// <summary>What a node said on its way out may arrive after it left; this life of it never comes back.</summary>
    private readonly HashSet<NodeId> _gone = [];
    private readonly CoordinatorTelemetry _telemetry;
    private PlacementState _state = PlacementState.Empty;
    private long? _placedAt;

    public PlacementActor(TimeProvider clock, CoordinatorTelemetry telemetry)
    {
        (_clock, _telemetry) = (clock, telemetry);
        Receive<NodeProtocol.NodeReport>(report =>
        {
            if (_gone.Contains(report.Node))
                return;
            _nodes[report.Node] = Sender;
            Place(_state with { Board = _state.Board.After(report, Now) });
            _telemetry.Saw(_state.Board);
        });
        Receive<RunWants>(OnWants);
        Receive<Declined>(declined => Place(_state with { Board = _state.Board.Release(declined.Slot.Node, declined.Slot.Index) }));
        Receive<RunClosed>(closed => { _runs.Remove(closed.Run); Place(_state.Without(closed.Run)); });
        Receive<NewTerms>(changed => Place(_state with { Terms = changed.Terms }));
        Receive<NodeGone>(gone =>
        {
            _gone.Add(gone.Node);
            _nodes.Remove(gone.Node);
            _state = _state with { Board = _state.Board.Without(gone.Node) };
            _telemetry.Saw(_state.Board);
        });
        Receive<RunProtocol.ListNodes>(list => Sender.Tell(NodeViews.Page(_state, list.After, Now)));
        Receive<ShowQueue>(show => Sender.Tell(QueueViews.Of(_state, show.Open, Now)));
        Receive<ExplainWait>(ask => Sender.Tell(WhyOf(ask.Run)));
        Receive<PlaceNow>(_ => Place());
        Receive<Terminated>(ended => OnRunStopped(ended.ActorRef));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private void OnWants(RunWants wants)
    {
        _runs[wants.Run] = Context.Watch(Sender);
        Place(_state.After(wants, Now));
    }

    private void OnRunStopped(IActorRef run)
    {
        foreach (var id in _runs.Where(known => known.Value.Equals(run)).Select(known => known.Key).ToList())
        {
            _runs.Remove(id);
            _state = _state.Without(id);
        }
    }

    private void Place(PlacementState state)
    {
        _state = state;
        if (Timers.IsTimerActive(PlaceNow.Instance))
            return;
        if (_placedAt is { } at && _clock.GetElapsedTime(at) < BetweenRounds)
            Timers.StartSingleTimer(PlaceNow.Instance, PlaceNow.Instance, BetweenRounds);
        else
            Place();
    }

    private void Place()
    {
        var matches = GpuPlacement.Match(_state, Now);
        foreach (var (job, slot) in matches)
            _state = _state.Offered(job, slot, Now);
        foreach (var run in matches.GroupBy(match => match.Job.Run))
            _runs[run.Key].Tell(new Offers([.. run.Select(match => new Offer(match.Job.Job, match.Slot, _nodes[match.Slot.Node]))]));
        _placedAt = _clock.GetTimestamp();
    }

    private WaitExplanation WhyOf(RunId run)
    {
        if (!_state.Runs.TryGetValue(run, out var known))
            return new WaitExplanation([], null, null);
        var held = _state.SlotsHeld;
        return new WaitExplanation(
            QueueViews.Waits(_state, known.Wants, held[run], Now), QueueViews.Positions(_state, held, Now).TryGetValue(run, out var position) ? position : null,
            QueueViews.ComparedSince(_state, known.Wants.Standing.Priority, Now));
    }
}
