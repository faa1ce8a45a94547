using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.GpuNode;

/// <summary>
/// One GPU node: its slots, and its word with the coordinator. Reports what it has, what it runs and what it finished at
/// every change and every two seconds; each report renews the leases of what it names. Ends are resent until recorded.
/// </summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    /// <summary>
    /// This process is about to end: nothing more is computed here, the last finished epochs are brought to disk, and the coordinator is told of the
    /// ends. The answer is <see cref="Left"/>.
    /// </summary>
    /// <param name="IsHeard">The coordinator is there to record the ends, and is waited for; else nobody hears them.</param>
    public sealed record Leave(bool IsHeard = true) : INoSerializationVerificationNeeded;

    /// <summary>Nothing runs here any more, and every end that somebody hears rests in the journal.</summary>
    public sealed record Left : INoSerializationVerificationNeeded;

    private sealed record ReportTick : INoSerializationVerificationNeeded
    {
        public static readonly ReportTick Instance = new();
    }

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<AttemptId, object> _unrecorded = [];
    private readonly Dictionary<RunId, long> _generations = [];
    /// <summary>What of another version was in the log already.</summary>
    private readonly HashSet<string> _refusals = [];
    private readonly NodeId _node;
    private readonly IActorRef _coordinator;
    private readonly NodeTelemetry _telemetry;
    private readonly ImmutableArray<IActorRef> _slots;
    private ImmutableArray<SlotView> _views;
    private NodeFacts _facts;
    private readonly Func<string?> _takesNothing;
    private IActorRef? _waitsUntilLeft;
    private bool _isHeard;

    public NodeActor(NodeId node, GpuNodeOptions options, IActorRef coordinator)
    {
        _node = node;
        _coordinator = coordinator;
        _telemetry = options.Telemetry;
        _takesNothing = options.TakesNothing;
        _facts = options.Machine.Facts(options.Clock.GetUtcNow());
        _views = options.Machine.Slots(options.Devices);
        _slots = [.. _views.Select(slot => Context.ActorOf(SlotActor.Props(slot, options, node.ToString()), $"slot-{slot.Index}"))];

        Receive<ReportTick>(_ => { Report(); ResendUnrecorded(); });
        Receive<NodeProtocol.GrantJob>(grant => IsCurrent(grant.Job.Run, grant.Generation), OnGrant);
        Receive<NodeProtocol.CancelAttempt>(cancel => IsCurrent(cancel.Attempt.Run, cancel.Generation), OnCancel);
        Receive<NodeProtocol.ResultRecorded>(recorded => { _unrecorded.Remove(recorded.Attempt); SayWhetherLeft(); });
        Receive<SlotReport.Changed>(changed => { _views = _views.SetItem(changed.View.Index, changed.View); Report(); SayWhetherLeft(); });
        Receive<Leave>(OnLeave);
        Receive<SlotReport.Loaded>(loaded => _facts = _facts with
        {
            Versions = _facts.Versions.SetItem("torch", loaded.Trainer.TorchVersion).SetItem("xgboost", loaded.Trainer.XgboostVersion),
        });
        Receive<UnknownMessage>(unknown => _refusals.Add(unknown.Manifest), unknown => _log.Warning("{Words}", unknown.Words(Context.System, Sender)));
        Receive<UnknownMessage>(_ => { });
        Receive<RunProtocol.Refused>(refused => _refusals.Add(refused.Reason), refused => _log.Warning("The coordinator: {Reason}", refused.Reason));
        Receive<SlotReport.Said>(said => OnSaid(said.Attempt, said.Line));
        Receive<SlotReport.Ended>(ended => OnEnded(ended.Attempt, ended.Last));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("report", ReportTick.Instance, TimeSpan.Zero, ReportEvery);

    private void Report()
    {
        _telemetry.Saw(_views);
        _telemetry.Unrecorded(_unrecorded.Count);
        _coordinator.Tell(new NodeProtocol.NodeReport(_node, Offered(), [.. _unrecorded.Keys], _facts).Fitting());
    }

    /// <summary>A slot that would take nothing is not offered; what runs goes on.</summary>
    private ImmutableArray<SlotView> Offered() => _takesNothing() is { } reason
        ? [.. _views.Select(slot => slot.Status == SlotStatus.Free ? slot with { Status = SlotStatus.Starting, Trouble = reason } : slot)]
        : _views;

    private void ResendUnrecorded()
    {
        foreach (var end in _unrecorded.Values)
            _coordinator.Tell(end);
    }

    /// <summary>A coordinator that was frozen and replaced has an older generation, and is not obeyed.</summary>
    private bool IsCurrent(RunId run, long generation)
    {
        if (_generations.TryGetValue(run, out var newest) && generation < newest)
        {
            _log.Warning("Refused an order of generation {Generation} for run {Run}: {Newest} is known", generation, run, newest);
            return false;
        }
        _generations[run] = generation;
        return true;
    }

    private void OnGrant(NodeProtocol.GrantJob grant)
    {
        var attempt = new AttemptId(grant.Job.Run, grant.Job.Id, grant.Job.Attempt);
        if (_unrecorded.TryGetValue(attempt, out var end))
            _coordinator.Tell(end);
        else if (grant.Slot < 0 || grant.Slot >= _slots.Length)
            OnEnded(attempt, new TrainerLine.Failed(FailureKind.Lost, $"There is no slot {grant.Slot} on {_node}."));
        else if (_views[grant.Slot].Running == attempt || _takesNothing() is null)
            _slots[grant.Slot].Tell(new SlotActor.Compute(grant.Job));
        // Else it is granted again, at each report that does not name it.
    }

    private void OnCancel(NodeProtocol.CancelAttempt cancel)
    {
        if (_views.FirstOrDefault(slot => slot.Running == cancel.Attempt) is { } slot)
            _slots[slot.Index].Tell(new SlotActor.Cancel(cancel.Attempt, cancel.KeepFor));
    }

    private void OnLeave(Leave leave)
    {
        (_waitsUntilLeft, _isHeard) = (Sender, leave.IsHeard);
        foreach (var slot in _slots)
            slot.Tell(new SlotActor.Leave());
    }

    /// <summary>A slot that has heard of it is broken; until then it may still end an attempt.</summary>
    private void SayWhetherLeft()
    {
        if (_waitsUntilLeft is { } asker && (!_isHeard || _unrecorded.Count == 0) && _views.All(slot => slot.Status == SlotStatus.Broken))
            asker.Tell(new Left());
    }

    private void OnSaid(AttemptId attempt, TrainerLine line)
    {
        switch (line)
        {
            case TrainerLine.Progress at:
                _telemetry.Heard(attempt, at);
                _coordinator.Tell(new NodeProtocol.JobProgressed(attempt, at.Stage, at.Step, at.Of, at.TrainingLoss, at.ValidationAuroc));
                break;
            case TrainerLine.Warning warning:
                _coordinator.Tell(new NodeProtocol.JobWarned(attempt, MessageLimits.Cut(warning.Text, MessageLimits.FailureOfAJob)));
                break;
        }
    }

    private void OnEnded(AttemptId attempt, TrainerLine last)
    {
        _telemetry.Ended(attempt);
        _unrecorded[attempt] = last switch
        {
            TrainerLine.Completed completed => Fitting(new NodeProtocol.JobCompleted(attempt, _node, completed.Files, completed.Figures)),
            TrainerLine.Failed failed => new NodeProtocol.JobFailed(attempt, _node, failed.Kind, MessageLimits.Cut(failed.Reason, MessageLimits.Failure)),
            TrainerLine.NotVisible unseen =>
                new NodeProtocol.FileNotVisible(attempt, _node, unseen.File, MessageLimits.Cut(unseen.Reason, MessageLimits.Failure)),
            _ => throw new InvalidOperationException($"{last.GetType().Name} does not end an attempt."),
        };
        _coordinator.Tell(_unrecorded[attempt]);
    }

    /// <summary>A list of results that no message can carry would be thrown away and resent for ever: the run fails, and says why.</summary>
    private static IWireMessage Fitting(NodeProtocol.JobCompleted completed) =>
        WireFrame.BytesOf(completed) is var bytes && bytes <= WireFrame.MostBytes ? completed
        : new NodeProtocol.JobFailed(completed.Attempt, completed.Node, FailureKind.BadInput,
            FormattableString.Invariant($"{completed.Attempt.Job} wrote {completed.Files.Length} files, and their list has {bytes} bytes: ")
            + FormattableString.Invariant($"a message between nodes may have {WireFrame.MostBytes}."));
}
