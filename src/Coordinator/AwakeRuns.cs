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

    public IReadOnlyCollection<RunId> All => _runs.Keys;

    /// <summary>The run's actor by its name, whichever it is; it is woken by the first message.</summary>
    public ICanTell Of(RunId run) => new Mailbox(this, run);

    public void Wake(RunId run)
    {
        if (!_runs.ContainsKey(run))
            _runs[run] = new Awake(Started(run));
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
        awake.Standing = awake.Standing is { } standing ? standing with { Nodes = null } : null;
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
        if (_runs.TryGetValue(standing.Summary.Run, out var awake))
            awake.Standing = standing;
    }

    /// <summary>Whether a report of this node tells the run something by what it does not name: a grant that was lost on its way.</summary>
    public bool Concerns(RunId run, NodeId node) => _runs.TryGetValue(run, out var awake) && (awake.Standing?.Nodes is not { } nodes || nodes.Contains(node));

    private IActorRef Started(RunId run)
    {
        var actor = start(run);
        _ids[actor] = run;
        return actor;
    }
}
