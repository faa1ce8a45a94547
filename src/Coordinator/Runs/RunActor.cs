using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Persistence;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// One run. It decides nothing itself: it asks <see cref="RunDecisions"/> and <see cref="RunPlan"/>, writes their events to
/// the journal, and only then acts on them.
/// </summary>
internal sealed class RunActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>Coordinator → a new run: its first event.</summary>
    public sealed record Begin(RunEvents.Submitted Submitted) : INoSerializationVerificationNeeded;

    public sealed record Extend(RunStage Until) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: it came to its end.</summary>
    public sealed record Closed(RunId Run, RunStatus Status) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: it was completed, and now goes on to a later stage.</summary>
    public sealed record Reopened(RunId Run) : INoSerializationVerificationNeeded;

    private sealed record InputsVerified(string? Changed) : INoSerializationVerificationNeeded;

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RunFolder _folder;
    private readonly IActorRef _placement;
    private readonly TimeProvider _clock;
    private readonly RunProgress _progress = new();
    private readonly LeaseTable _leases;
    private readonly Dictionary<NodeId, IActorRef> _nodes = [];
    private readonly Dictionary<JobId, PlacementActor.Offer> _accepted = [];
    private RunState? _state;
    private RunSpecification? _specification;
    private IActorRef? _stage;
    private RunStage _stageOf;
    private bool _inputsVerified;
    private string? _trouble;

    public RunActor(RunId run, string workspace, IActorRef placement, TimeProvider clock)
    {
        PersistenceId = $"run-{run}";
        _folder = new RunFolder(workspace, run);
        _placement = placement;
        _clock = clock;
        _leases = new LeaseTable(clock);

        Recover<RunEvents.Submitted>(Apply);
        Recover<RunEvents.IRunEvent>(Apply);
        Recover<RecoveryCompleted>(_ => OnRecovered());

        Command<Begin>(begin => _state is null, begin => Carry([begin.Submitted, new RunEvents.TookOver(1, Now)], () => _inputsVerified = true));
        Command<Extend>(extend => Carry(_state!.OnExtend(extend.Until, Now)));
        Command<InputsVerified>(OnInputsVerified);
        Command<PlacementActor.Offer>(OnOffer);
        Command<PlacementActor.NodeGone>(gone => LoseLeases(_leases.Of(gone.Node), $"node {gone.Node} left the cluster"));
        Command<PlacementActor.Trouble>(trouble => _trouble = trouble.Text);
        Command<NodeProtocol.NodeReport>(OnNodeReport);
        Command<NodeProtocol.JobProgressed>(_progress.Note);
        Command<NodeProtocol.JobWarned>(_progress.Note);
        Command<NodeProtocol.JobCompleted>(OnCompleted);
        Command<NodeProtocol.JobFailed>(OnFailed);
        Command<StageProtocol.Request>(request => Carry(_state!.OnRequest(request.Jobs, Now)));
        Command<StageProtocol.Finished>(finished => OnStageFinished(finished.Stage));
        Command<RunProtocol.CancelRun>(OnCancel);
        Command<RunProtocol.DescribeRun>(_ => Sender.Tell(_state is null
            ? new RunProtocol.Refused($"There is no run {run}.")
            : _progress.View(_state, _folder, _inputsVerified ? _trouble : "the input files are being verified")));
        Command<Tick>(_ => OnTick());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private bool IsOpen => _state is { Status: RunStatus.Running };

    /// <summary>Writes the events, applies them one by one as they are confirmed, then sees what follows.</summary>
    private void Carry(ImmutableArray<RunEvents.IRunEvent> events, Action? then = null)
    {
        if (events.IsEmpty)
            return;
        var last = events[^1];
        PersistAll(events, happened =>
        {
            Apply(happened);
            RunLog.Append(_folder, happened);
            ActOn(happened);
            if (!ReferenceEquals(happened, last))
                return;
            then?.Invoke();
            Advance();
        });
    }

    private void Apply(RunEvents.IRunEvent happened)
    {
        if (happened is RunEvents.Submitted submitted)
        {
            _state = RunState.From(submitted);
            _specification = RunYaml.Parse(submitted.Specification, "run.yaml", _folder.Root);
        }
        else
        {
            _state = _state!.Apply(happened);
        }
    }

    private void OnRecovered()
    {
        if (!IsOpen)
            return;
        // Leases of nodes that are no longer members are lost at once; the others get a full term to report themselves.
        foreach (var job in _state!.Jobs.Values.Where(job => job.Grant is not null))
            _leases.Renew(new AttemptId(_state.Id, job.Request.Id, job.Grant!.Attempt), job.Grant.Node);
        foreach (var job in _state.Jobs.Values.Where(job => job.Official is not null))
            RunPublication.Publish(_folder, job.Request, job.Official!);
        VerifyInputs();
        Carry([new RunEvents.TookOver(_state.Generation + 1, Now)], () =>
        {
            var members = Cluster.Get(Context.System).State.Members
                .Select(member => new NodeId(member.UniqueAddress.Address.Host!, member.UniqueAddress.Address.Port!.Value, member.UniqueAddress.Uid))
                .ToHashSet();
            foreach (var gone in _leases.Nodes.Where(node => !members.Contains(node)))
                LoseLeases(_leases.Of(gone), $"node {gone} was gone when the coordinator came back");
        });
    }

    /// <summary>What a confirmed event sets going outside this actor.</summary>
    private void ActOn(RunEvents.IRunEvent happened)
    {
        switch (happened)
        {
            case RunEvents.Submitted submitted:
                AtomicFile.Write(_folder.Specification, submitted.Specification);
                break;
            case RunEvents.Extended:
                Context.Parent.Tell(new Reopened(_state!.Id));
                break;
            case RunEvents.JobGranted granted when _accepted.Remove(granted.Job, out var offer):
                _nodes[granted.Node] = offer.Node;
                _leases.Renew(new AttemptId(_state!.Id, granted.Job, granted.Attempt), granted.Node);
                offer.Node.Tell(new NodeProtocol.GrantJob(
                    granted.Slot, _state.Job(granted.Job)!.Request.Attempt(_state.Id, granted.Attempt), _state.Generation));
                break;
            case RunEvents.JobMadeOfficial made:
                _leases.End(new AttemptId(_state!.Id, made.Job, made.Attempt));
                RunPublication.Publish(_folder, _state.Job(made.Job)!.Request, _state.Job(made.Job)!.Official!);
                break;
            case RunEvents.AttemptFailed failed:
                _leases.End(new AttemptId(_state!.Id, failed.Job, failed.Attempt));
                break;
            case RunEvents.Completed or RunEvents.Failed or RunEvents.Cancelled:
                OnClosed();
                break;
        }
    }

    /// <summary>Looks at the state and takes the next step towards the end of the run.</summary>
    private void Advance()
    {
        if (!IsOpen || !_inputsVerified)
            return;
        if (!Timers.IsTimerActive("tick"))
            Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.FromSeconds(1));
        if (_state!.Job(RunPlan.CohortJob) is null)
        {
            Carry(_state.OnRequest(RunPlan.Cohort, Now));
            return;
        }
        if (_state.Job(RunPlan.CohortJob)!.Official is not null)
        {
            var folds = RunPlan.Folds(_state, _specification!);
            if (_state.OnRequest(folds, Now) is { IsEmpty: false } requested)
            {
                Carry(requested);
                return;
            }
            if (_state.AllOfficial(folds))
            {
                if (_state.Until < RunStage.Fusion)
                {
                    Carry([new RunEvents.Completed(Now)]);
                    return;
                }
                AskStage(_stage is null ? RunStage.Fusion : _stageOf);
            }
        }
        TellPlacement();
    }

    private void AskStage(RunStage stage)
    {
        if (_stage is null || _stageOf != stage)
        {
            if (_stage is not null)
                Context.Stop(_stage);
            _stageOf = stage;
            _stage = stage == RunStage.Fusion
                ? Context.ActorOf(Props.Create<FusionActor>(), "fusion")
                : Context.ActorOf(Props.Create<EvaluationActor>(), "evaluation");
        }
        _stage.Tell(new StageProtocol.Official(_state!, _specification!));
    }

    private void OnStageFinished(RunStage stage)
    {
        if (!IsOpen || stage != _stageOf)
            return;
        if (stage == RunStage.Fusion && _state!.Until >= RunStage.Evaluation)
            AskStage(RunStage.Evaluation);
        else
            Carry([new RunEvents.Completed(Now)]);
    }

    private void TellPlacement() => _placement.Tell(new PlacementActor.Wants(_state!.Id,
    [
        .. _state.Jobs.Values
            .Where(job => IsOpen && job.IsWaiting && !(job.NotBefore > Now) && !_accepted.ContainsKey(job.Request.Id))
            .OrderBy(job => job.Request.Kind).ThenBy(job => job.Request.Fold?.Branch).ThenBy(job => job.Request.Fold?.Index)
            .Select(job => new WaitingJob(_state.Id, job.Request.Id, job.Request.Fold?.Branch)),
    ]));

    private void OnOffer(PlacementActor.Offer offer)
    {
        var granted = IsOpen && _inputsVerified && !_accepted.ContainsKey(offer.Job)
            ? _state!.OnOffer(offer.Job, offer.Slot.Node, offer.Slot.Index, offer.Slot.Device, Now)
            : [];
        if (granted.IsEmpty)
        {
            Sender.Tell(new PlacementActor.Declined(offer.Slot));
            return;
        }
        _accepted[offer.Job] = offer;
        Carry(granted);
    }

    private void OnNodeReport(NodeProtocol.NodeReport report)
    {
        _nodes[report.Node] = Sender;
        if (_state is null)
            return;
        foreach (var attempt in report.Slots.Select(slot => slot.Running).Concat(report.Unrecorded).OfType<AttemptId>().Where(attempt => attempt.Run == _state.Id))
        {
            if (_state.Holds(attempt, report.Node))
                _leases.Renew(attempt, report.Node);
            else if (report.Slots.Any(slot => slot.Running == attempt))
                Sender.Tell(new NodeProtocol.CancelAttempt(attempt, _state.Generation));
        }
    }

    private void OnCompleted(NodeProtocol.JobCompleted completed)
    {
        var (sender, events) = (Sender, _state!.OnCompleted(completed, Now));
        if (events.IsEmpty)
            sender.Tell(new NodeProtocol.ResultRecorded(completed.Attempt));
        else
            Carry(events, () => sender.Tell(new NodeProtocol.ResultRecorded(completed.Attempt)));
    }

    private void OnFailed(NodeProtocol.JobFailed failed)
    {
        var (sender, events) = (Sender, _state!.OnFailed(
            failed.Attempt, failed.Node, failed.Kind, failed.Reason, _progress.HasCompletedAnEpoch(failed.Attempt), Now));
        if (events.IsEmpty)
            sender.Tell(new NodeProtocol.ResultRecorded(failed.Attempt));
        else
            Carry(events, () => sender.Tell(new NodeProtocol.ResultRecorded(failed.Attempt)));
    }

    private void LoseLeases(IReadOnlyList<(AttemptId Attempt, NodeId Node)> lost, string reason)
    {
        foreach (var (attempt, node) in lost)
            Carry(_state!.OnFailed(attempt, node, FailureKind.Lost, reason, _progress.HasCompletedAnEpoch(attempt), Now));
    }

    private void OnTick()
    {
        LoseLeases(_leases.Expired(), "its lease ran out: the node did not report it");
        TellPlacement();
        _placement.Tell(new PlacementActor.AskTrouble());
    }

    private void OnCancel(RunProtocol.CancelRun cancel)
    {
        var sender = Sender;
        if (_state is null || !IsOpen)
            sender.Tell(new RunProtocol.Refused(_state is null ? $"There is no run {cancel.Run}." : $"Run {cancel.Run} is {_state.Status.ToString().ToLowerInvariant()} already."));
        else
            Carry(_state.OnCancel(Now), () => sender.Tell(new RunProtocol.Cancelled(cancel.Run)));
    }

    private void OnClosed()
    {
        foreach (var (attempt, node) in _leases.All)
            if (_nodes.TryGetValue(node, out var actor))
                actor.Tell(new NodeProtocol.CancelAttempt(attempt, _state!.Generation));
        _leases.Clear();
        _accepted.Clear();
        Timers.CancelAll();
        TellPlacement();
        // A cohort that was refused leaves nothing half-written: the reason stays in the journal.
        if (_state!.FailureKind == FailureKind.BadInput && _state.Job(RunPlan.CohortJob)?.Official is null && Directory.Exists(_folder.Root))
            Directory.Delete(_folder.Root, recursive: true);
        Context.Parent.Tell(new Closed(_state.Id, _state.Status));
    }

    /// <summary>Hashing gigabytes of scans takes a thread of its own, never one that carries heartbeats.</summary>
    private void VerifyInputs()
    {
        if (_state!.Job(RunPlan.CohortJob)?.Official is not { } cohort)
        {
            _inputsVerified = true;
            return;
        }
        var (self, folder) = (Self, _folder.AttemptFolder(RunPlan.Cohort[0].Attempt(_state.Id, cohort.Attempt)));
        new Thread(() => self.Tell(new InputsVerified(InputVerification.FirstChange(folder)))) { IsBackground = true, Name = "verify-inputs" }.Start();
    }

    private void OnInputsVerified(InputsVerified verified)
    {
        _inputsVerified = true;
        if (verified.Changed is { } changed && IsOpen)
            Carry([new RunEvents.Failed(FailureKind.BadInput, changed, Now)]);
        else
            Advance();
    }
}
