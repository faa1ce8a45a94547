using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>
/// The runs whose actors live, and the way to them: who writes to a run that rests wakes it. What is known of a run beside its actor
/// goes with it, so nothing here grows with the number of runs that were ever looked at.
/// </summary>
/// <param name="start">Makes the actor of a run, and watches it.</param>
internal sealed class AwakeRuns(Func<RunId, IActorRef> start)
{
    private sealed class Awake(IActorRef actor)
    {
        public IActorRef Actor { get; set; } = actor;

        /// <summary>It was told to rest: what comes meanwhile is kept until it has stopped, and then wakes it.</summary>
        public List<(object Message, IActorRef Sender)>? Held { get; set; }

        public RunView? View { get; set; }

        public RunMessages.StandingChanged? Standing { get; set; }
    }

    /// <summary>Finds the run's actor at the moment of writing: the one that was there at the question may rest by then.</summary>
    private sealed class Mailbox(AwakeRuns runs, RunId run) : ICanTell
    {
        public void Tell(object message, IActorRef sender) => runs.Tell(run, message, sender);
    }

    private readonly Dictionary<RunId, Awake> _runs = [];
    private readonly Dictionary<IActorRef, RunId> _ids = [];

    /// <summary>Which runs hold a slot of which node, as they last said.</summary>
    private readonly Dictionary<NodeId, HashSet<RunId>> _holders = [];

    /// <summary>Runs that have not said that since they were last read from the journal.</summary>
    private readonly HashSet<RunId> _unheard = [];

    public IReadOnlyCollection<RunId> All => _runs.Keys;

    /// <summary>The run's actor by its name, whichever it is; it is woken by the first message.</summary>
    public ICanTell Of(RunId run) => new Mailbox(this, run);

    public void Wake(RunId run)
    {
        if (_runs.ContainsKey(run))
            return;
        _runs[run] = new Awake(Started(run));
        _unheard.Add(run);
    }

    public void Tell(RunId run, object message, IActorRef sender)
    {
        Wake(run);
        var awake = _runs[run];
        if (awake.Held is { } held)
            held.Add((message, sender));
        else
            awake.Actor.Tell(message, sender);
    }

    /// <summary>The run may stop. What comes from now on waits for its successor.</summary>
    public void Rest(RunId run)
    {
        if (!_runs.TryGetValue(run, out var awake) || awake.Held is not null)
            return;
        awake.Held = [];
        awake.Actor.Tell(RunMessages.Rest.Instance, ActorRefs.NoSender);
    }

    /// <summary>Something had come before it was told to rest.</summary>
    public void StayAwake(RunId run)
    {
        if (!_runs.TryGetValue(run, out var awake) || awake.Held is not { } held)
            return;
        awake.Held = null;
        foreach (var (message, sender) in held)
            awake.Actor.Tell(message, sender);
    }

    /// <summary>For a run that goes for good.</summary>
    public IActorRef? ActorOf(RunId run) => _runs.GetValueOrDefault(run)?.Actor;

    /// <returns>Null: it is no run's actor, or has a successor already.</returns>
    public RunId? Named(IActorRef actor) => _ids.TryGetValue(actor, out var run) ? run : null;

    /// <summary>Its actor has stopped, and nothing of it is kept.</summary>
    /// <returns>What came while it stopped.</returns>
    public IReadOnlyList<(object Message, IActorRef Sender)> Forget(RunId run)
    {
        if (!_runs.Remove(run, out var awake))
            return [];
        Holds(run, awake.Standing?.Nodes, null);
        _unheard.Remove(run);
        _ids.Remove(awake.Actor);
        return awake.Held ?? [];
    }

    /// <summary>Its actor has stopped without the run's end: another one takes its place, and what was known of the run stays.</summary>
    public void StartAgain(RunId run)
    {
        if (!_runs.TryGetValue(run, out var awake))
            return;
        _ids.Remove(awake.Actor);
        awake.Actor = Started(run);
        Holds(run, awake.Standing?.Nodes, null);
        awake.Standing = awake.Standing is { } standing ? standing with { Nodes = null } : null;
        _unheard.Add(run);
    }

    /// <summary>What the run last said of itself, for times in which it waits for the journal and says nothing.</summary>
    public RunView? View(RunId run) => _runs.GetValueOrDefault(run)?.View;

    public void Note(RunView view)
    {
        if (_runs.TryGetValue(view.Summary.Run, out var awake))
            awake.View = view;
    }

    /// <summary>Where the run last said it was.</summary>
    public RunSummary? Summary(RunId run) => _runs.GetValueOrDefault(run)?.Standing?.Summary;

    public void Note(RunMessages.StandingChanged standing)
    {
        if (!_runs.TryGetValue(standing.Summary.Run, out var awake))
            return;
        Holds(standing.Summary.Run, awake.Standing?.Nodes, standing.Nodes);
        awake.Standing = standing;
        if (standing.Nodes is not null)
            _unheard.Remove(standing.Summary.Run);
    }

    /// <summary>The runs that a report of this node tells something by what it does not name: a grant that was lost on its way.</summary>
    public IEnumerable<RunId> Concerned(NodeId node) => _holders.TryGetValue(node, out var holders) ? _unheard.Union(holders) : _unheard;

    private void Holds(RunId run, ImmutableHashSet<NodeId>? before, ImmutableHashSet<NodeId>? now)
    {
        foreach (var node in before ?? [])
            if (now?.Contains(node) != true && _holders.TryGetValue(node, out var holders) && holders.Remove(run) && holders.Count == 0)
                _holders.Remove(node);
        foreach (var node in now ?? [])
            if (before?.Contains(node) != true)
                (_holders.TryGetValue(node, out var holders) ? holders : _holders[node] = []).Add(run);
    }

    private IActorRef Started(RunId run)
    {
        var actor = start(run);
        _ids[actor] = run;
        return actor;
    }
}
