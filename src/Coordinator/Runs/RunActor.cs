using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Hosting;
using AxSpa.Hosting.Disk;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// One run. It decides nothing itself: it asks <see cref="RunDecisions"/> and <see cref="RunGraph"/>, writes their events to
/// the journal, and only then acts on them.
/// </summary>
internal sealed partial class RunActor : ReceivePersistentActor, IWithTimers
{
    private readonly RunId _id;
    private readonly RunEvents.Submitted? _submitted;
    private readonly RunFolder _folder;
    private readonly DiskSession _disk;
    private readonly RunOutbox _outbox;
    private readonly IActorRef _placement;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _restAfter;
    private readonly RunProgress _progress = new();
    private readonly RunAttempts _attempts;
    private RunState? _state;
    private RunSpecification? _specification;
    private readonly LaterStages _stages = new(Context);
    private readonly RememberedStep _next = new();
    private readonly InputGate _inputs;
    private readonly RunVerifier _verifier;
    private readonly RunTelemetry _telemetry;
    private PlacementActor.WaitExplanation _why = new([], null, null);

    /// <param name="submitted">From the index: the run's first event, should its own journal still be empty; null: that has it for certain.</param>
    /// <param name="restAfter">A run that has ended stops after so long a silence (RunActorRest.cs).</param>
    public RunActor(
        RunId id, RunEvents.Submitted? submitted, string workspace, IActorRef placement, TimeProvider clock, CoordinatorTelemetry telemetry, TimeSpan restAfter,
        DiskSession disk)
    {
        PersistenceId = PersistenceIdOf(id);
        (_id, _submitted, _restAfter, _disk) = (id, submitted, restAfter, disk);
        _folder = new RunFolder(workspace, id);
        _outbox = new RunOutbox(_folder, disk, clock);
        _inputs = new InputGate(_folder, disk);
        _verifier = new RunVerifier(_folder, disk);
        _placement = placement;
        _clock = clock;
        _telemetry = new RunTelemetry(id, telemetry);
        _attempts = new RunAttempts(_folder, clock);

        ReceiveRest();

        Command<RunMessages.Resubmit>(again => LookFirst(new LookOrder.Resubmit(again.Specification, again.Until)));
        Command<RunMessages.LookAgain>(_ => LookFirst(LookOrder.TakeOver.Instance));
        ReceiveDisk();
        Command<RunProtocol.RunOrder>(OnOrder);
        Command<RunProtocol.ListResults>(_ => Sender.Tell(WireFrame.Fitting(RunPublication.Results(_folder, _state!))));
        Command<RunProtocol.Rehearse>(OnRehearse);
        Command<RunMessages.Move>(OnMove);
        Command<RunMessages.MoveOff>(moveOff => RunAttempts.AskBack(_state!, _state!.OnMoveOff(moveOff.Node), Sender, $"its node {moveOff.Node} is drained"));
        Command<RunProtocol.VerifyRun>(verify => Sender.Tell(_verifier.Answer(verify.Asking, _state!, Self)));
        Command<PlacementActor.Offers>(OnOffers);
        Command<PlacementActor.NodeGone>(gone => LoseLeases(_attempts.On(gone.Node), $"node {gone.Node} left the cluster"));
        Command<PlacementActor.WaitExplanation>(why => _why = why);
        Command<NodeProtocol.NodeReport>(report => _attempts.Renew(_state!, report, Sender, mayTell: !_outbox.IsWriting));
        // Of no other attempt: what is kept must not grow with what a node makes up.
        Command<NodeProtocol.JobProgressed>(progress => _state!.HasGranted(progress.Attempt), _progress.Note);
        Command<NodeProtocol.JobProgressed>(_ => { });
        Command<NodeProtocol.JobWarned>(warned => _state!.HasGranted(warned.Attempt), _progress.Note);
        Command<NodeProtocol.JobWarned>(_ => { });
        Command<NodeProtocol.JobCompleted>(OnCompleted);
        Command<NodeProtocol.JobFailed>(OnFailed);
        Command<NodeProtocol.FileNotVisible>(unseen => LookFirst(new LookOrder.NotVisible(unseen, _progress.EpochOf(unseen.Attempt))));
        Command<StageProtocol.Request>(_ => _stages.IsCurrent(Sender), request => PersistAndApply(_state!.OnRequest(request.Jobs, Now)));
        Command<StageProtocol.Finished>(_ => _stages.IsCurrent(Sender), finished => OnStageFinished(finished.Stage));
        Command<RunProtocol.DescribeRun>(_ => Sender.Tell(_progress.View(_state!, _folder, Waits())));
        Command<RunMessages.Tick>(_ => OnTick());
    }

    public override string PersistenceId { get; }

    public static string PersistenceIdOf(RunId run) => $"run-{run}";

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private bool IsOpen => _state is { Status: RunStatus.Running };

    /// <summary>Writes the events, applies them one by one as they are confirmed, then sees what follows.</summary>
    /// <param name="then">What waits for the last of them; at once where there are none.</param>
    private void PersistAndApply(ImmutableArray<RunEvents.IRunEvent> events, Action? then = null)
    {
        if (events.IsEmpty)
        {
            then?.Invoke();
            return;
        }
        ThrowUnlessAdmitted(events);
        var began = _clock.GetTimestamp();
        PersistAll(events, happened =>
        {
            Apply(happened);
            _outbox.Log(happened);
            ActOn(happened);
            if (!ReferenceEquals(happened, events[^1]))
                return;
            _telemetry.JournalWrote(began);
            then?.Invoke();
            Advance();
        });
    }

    /// <summary>Whatever was decided, and on whatever grounds: a run that was cancelled is not opened again.</summary>
    private void ThrowUnlessAdmitted(ImmutableArray<RunEvents.IRunEvent> events)
    {
        var run = _state;
        foreach (var happened in events)
        {
            if (run is not null && !run.Admits(happened))
                throw new InvalidOperationException($"{happened.GetType().Name} cannot happen to run {_id}, which is {run.Status}; nothing was written.");
            run = run?.Apply(happened);
        }
    }

    private void Apply(RunEvents.IRunEvent happened)
    {
        _telemetry.Happened(_state, happened, isRecalled: IsRecovering);
        if (happened is RunEvents.Submitted submitted)
        {
            _specification = RunYaml.ParseAccepted(submitted.Specification, "run.yaml", _folder.Root);
            _state = RunState.From(submitted, _specification.Resources);
        }
        else
        {
            _state = _state!.Apply(happened);
        }
        _telemetry.Follow(_state, happened);
    }

    private void OnRecovered()
    {
        _telemetry.TookOver(Now);
        if (_state is null)
        {
            Begin();
            return;
        }
        if (!IsOpen)
        {
            // The index may have missed the end; telling it again changes nothing.
            Context.Parent.Tell(RunMessages.Closed.Of(_state));
            AwaitSilence();
            return;
        }
        _attempts.Recover(_state);
        BeginTicks();
        LookFirst(LookOrder.TakeOver.Instance);
        PersistAndApply([new RunEvents.TookOver(_state.Generation + 1, Now)], LoseLeasesOfFormerMembers);
    }

    private void Begin()
    {
        if (_submitted is null)
        {
            BecomeUnreadable();
            return;
        }
        _inputs.Open();
        PersistAndApply([_submitted, new RunEvents.TookOver(1, Now)]);
    }

    /// <summary>After a recovery, leases of nodes that are no longer members are lost at once; the others get a full term to report themselves.</summary>
    private void LoseLeasesOfFormerMembers()
    {
        foreach (var gone in _attempts.HoldersOutside(Akka.Cluster.Cluster.Get(Context.System).State.Members.Select(member => NodeId.Of(member.UniqueAddress))))
            LoseLeases(_attempts.On(gone), $"node {gone} was gone when the coordinator came back");
    }

    /// <summary>What a confirmed event sets going outside this actor.</summary>
    private void ActOn(RunEvents.IRunEvent happened)
    {
        switch (happened)
        {
            case RunEvents.Submitted:
                _outbox.Enqueue(_state!);
                break;
            case RunEvents.Extended or RunEvents.Resumed:
                OnReopened();
                break;
            case RunEvents.TookOver:
                // A grant may be told again before the files were looked at; what it names must be there, also in a run of an older version.
                _outbox.EnqueueInputLists(_state!, _attempts.Jobs);
                _outbox.EnqueueIdentity();
                _outbox.Flush(Self);
                break;
            case RunEvents.JobsRequested requested:
                _outbox.EnqueueInputLists(_state!, requested.Jobs.Select(job => job.Id));
                break;
            case RunEvents.JobGranted granted:
                _attempts.Begin(_state!, granted);
                break;
            case RunEvents.JobMadeOfficial made:
                _attempts.End(_state!, new AttemptId(_state!.Id, made.Job, made.Attempt), tellNode: false);
                _outbox.Enqueue(_state.Job(made.Job)!);
                break;
            case RunEvents.AttemptFailed failed:
                _attempts.End(_state!, new AttemptId(_state!.Id, failed.Job, failed.Attempt), tellNode: failed.Kind == FailureKind.Cancelled, failed.Reason);
                _outbox.EnqueueInputLists(_state, [failed.Job]); // it may have read a damaged list, or none
                break;
            case RunEvents.FileNotVisible unseen:
                _attempts.End(_state!, new AttemptId(_state!.Id, unseen.Job, unseen.Attempt), tellNode: false);
                _outbox.EnqueueInputLists(_state, [unseen.Job]);
                break;
            case RunEvents.ResultWithdrawn withdrawn:
                _attempts.End(_state!, new AttemptId(_state!.Id, withdrawn.Job, withdrawn.Attempt), tellNode: true);
                _outbox.Discard(withdrawn.Job);
                _stages.BeginAgain();
                OnReopened();
                break;
            case RunEvents.ResourcesChanged or RunEvents.Prioritized or RunEvents.Limited or RunEvents.Moved:
                // Before whoever ordered it has the answer, and looks at the queue.
                TellPlacement();
                break;
            case RunEvents.Completed or RunEvents.Failed or RunEvents.Cancelled:
                OnClosed();
                break;
        }
    }

    /// <summary>Looks at the state and takes the next step towards the end of the run.</summary>
    private void Advance()
    {
        if (!IsOpen || !_inputs.IsOpen)
            return;
        BeginTicks();
        if (_outbox.IsWriting)
            return;
        // What it does not hold any more is others' at once, and it is offered nothing before all is written.
        switch (_outbox.Flush(Self) ? _next.Of(_state!, _specification!) : new NextStep.Wait())
        {
            case NextStep.Request request:
                PersistAndApply(_state!.OnRequest(request.Jobs, Now));
                return;
            case NextStep.Complete:
                Complete();
                return;
            case NextStep.LaterStages:
                _stages.Ask(_state!, _specification!);
                break;
        }
        TellPlacement();
    }

    private void BeginTicks()
    {
        if (!Timers.IsTimerActive(TickTimer))
            Timers.StartPeriodicTimer(TickTimer, RunMessages.Tick.Instance, TimeSpan.FromSeconds(1));
    }

    private void OnStageFinished(RunStage stage)
    {
        if (!IsOpen || !_outbox.IsFlushed) // it is asked again when everything is on disk
            return;
        if (_stages.GoOnAfter(stage, _state!.Until))
            _stages.Ask(_state, _specification!);
        else
            Complete();
    }

    private void LoseLeases(IReadOnlyList<(AttemptId Attempt, NodeId Node)> lost, string reason)
    {
        _telemetry.LeasesLost(lost.Count);
        foreach (var (attempt, node) in lost)
            PersistAndApply(_state!.OnFailed(attempt, node, FailureKind.Lost, reason, _progress.EpochOf(attempt), Now));
    }

    private void OnTick()
    {
        LoseLeases(_attempts.Expired(), "its lease ran out: the node did not report it");
        _outbox.FlushLog();
        if (_outbox.HasFailed)
            Advance();
        if (_outbox.IsSourceLost && _inputs.IsOpen) // else a look is under way already, or comes
            LookFirst(LookOrder.TakeOver.Instance);
        TellPlacement();
        _placement.Tell(new PlacementActor.ExplainWait(_state!.Id));
    }
}
