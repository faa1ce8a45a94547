using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Persistence;
using AxSpa.Coordinator.Leadership;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>
/// The cluster singleton: a persistent index of the runs, one persistent actor for each of them, and the placement of their
/// jobs. What nodes and people say comes in here and goes on to the run it concerns.
/// </summary>
public sealed partial class CoordinatorActor : ReceivePersistentActor, IWithTimers
{
    private sealed record Described(RunId Run, IActorRef Asker, RunView? View) : INoSerializationVerificationNeeded;

    private sealed record StartRunAgain(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>A run that was asked answered within this time, or it waits for the journal.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(3);

    private const string WaitsForJournal = "the journal, which does not answer the coordinator; jobs that are running go on meanwhile";

    /// <summary>
    /// What could not write or read its journal reads it anew after this pause. It is longer than a coordinator that froze, and was
    /// replaced, needs to find out and end itself (about 12 s): else it would read what its successor wrote and go on from there.
    /// </summary>
    public static readonly TimeSpan JournalPause = TimeSpan.FromSeconds(15);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly string _workspace;
    private readonly DataRoots _roots;
    private readonly TimeProvider _clock;
    private readonly CoordinatorTelemetry _telemetry;
    private readonly IActorRef _placement;
    private readonly Dictionary<RunId, IActorRef> _runs = [];
    /// <summary>What open runs last said of themselves, for times in which they wait for the journal and say nothing.</summary>
    private readonly Dictionary<RunId, RunView> _views = [];
    /// <summary>Where open runs last said they were.</summary>
    private readonly Dictionary<RunId, RunSummary> _summaries = [];
    private RunIndex _index = RunIndex.Empty;

    public CoordinatorActor(string workspace, DataRoots roots, TimeProvider clock, CoordinatorTelemetry telemetry)
    {
        _workspace = Path.GetFullPath(workspace);
        _roots = roots;
        _clock = clock;
        _telemetry = telemetry;
        _placement = Context.Watch(Context.ActorOf(Props.Create(() => new PlacementActor(clock, telemetry)), "placement"));

        Recover<IWireMessage>(happened => _index = _index.Apply(happened));
        Recover<RecoveryCompleted>(_ => OnRecovered());

        Command<RunProtocol.SubmitRun>(submit => WhenReadable(submit, isRehearsal: false));
        Command<Readable>(OnReadable);
        Command<RunProtocol.ListRuns>(_ => Sender.Tell(new RunProtocol.RunList([.. _index.Runs.Select(Summary)])));
        Command<RunProtocol.DescribeRun>(OnDescribe);
        Command<Described>(OnDescribed);
        Command<RunProtocol.CancelRun>(cancel => ToRun(cancel.Run, cancel));
        Command<RunProtocol.PauseRun>(pause => ToRun(pause.Run, pause));
        Command<RunProtocol.ResumeRun>(resume => ToRun(resume.Run, resume));
        Command<RunProtocol.RetryFold>(retry => ToRun(retry.Run, retry));
        Command<RunProtocol.VerifyRun>(verify => ToRun(verify.Run, verify));
        Command<RunProtocol.ListResults>(list => ToRun(list.Run, list));
        Command<RunProtocol.Rehearse>(OnRehearse);
        ReceiveDeletions();
        var journalProbe = Context.ActorOf(Props.Create(() => new JournalProbe(clock)), "journal-probe");
        Command<RunProtocol.CheckJournal>(journalProbe.Forward);
        Command<RunProtocol.AskMessage>(_ => Sender.Tell(_index.Message));
        Command<RunProtocol.SetMessage>(set =>
        {
            var sender = Sender;
            Remember(new IndexEvents.MessageSet(set.Text, Now), () => sender.Tell(_index.Message));
        });
        Command<QueueProtocol.PrioritizeRun>(prioritize => ToRun(prioritize.Run, prioritize));
        Command<QueueProtocol.LimitRun>(limit => ToRun(limit.Run, limit));
        Command<QueueProtocol.MoveRun>(move => OnMove(move, isRehearsal: false));
        Command<QueueProtocol.ListQueue>(_ => OnListQueue());
        Command<RunProtocol.ListNodes>(_placement.Forward);
        Command<NodeOrders.NodeOrder>(OnNodeOrder);

        Command<NodeProtocol.NodeReport>(report =>
        {
            _placement.Forward(report);
            StopWhatIsDeleted(report);
            MoveWhatIsDrained(report);
            // What a node still runs for a run that ended long ago must be answered too, so that it stops.
            foreach (var attempt in report.Slots.Select(slot => slot.Running).OfType<AttemptId>().Where(attempt => _index.Find(attempt.Run) is not null))
                RunOf(attempt.Run);
            foreach (var run in _runs.Values)
                run.Forward(report);
        });
        Command<NodeProtocol.JobProgressed>(progress => ToAttempt(progress.Attempt, progress));
        Command<NodeProtocol.JobWarned>(warned => ToAttempt(warned.Attempt, warned));
        Command<NodeProtocol.JobCompleted>(completed => ToAttempt(completed.Attempt, completed));
        Command<NodeProtocol.JobFailed>(failed => ToAttempt(failed.Attempt, failed));
        Command<NodeProtocol.FileNotVisible>(unseen => ToAttempt(unseen.Attempt, unseen));
        Command<ClusterEvent.MemberRemoved>(removed => OnRemoved(removed.Member.UniqueAddress));

        Command<RunMessages.Closed>(closed =>
        {
            if (_index.Find(closed.Run) is { Status: RunStatus.Running })
                Remember(new IndexEvents.RunClosed(closed.Run, closed.Status, Now));
        });
        Command<RunMessages.Moved>(moved => _summaries[moved.Summary.Run] = moved.Summary);
        Command<RunMessages.Reopened>(reopened =>
        {
            if (_index.Find(reopened.Run) is { Status: not RunStatus.Running })
                Remember(new IndexEvents.RunReopened(reopened.Run, Now));
        });
        Command<Terminated>(OnRunStopped);
        Command<StartRunAgain>(again => { _runs.Remove(again.Run); RunOf(again.Run); });
        Command<ClusterEvent.IMemberEvent>(_ => { });
        Command<ClusterEvent.CurrentClusterState>(_ => { });
    }

    /// <summary>Of the index.</summary>
    internal const string IndexId = "coordinator";

    public override string PersistenceId => IndexId;

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    protected override void PreStart()
    {
        base.PreStart();
        Cluster.Get(Context.System).Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
    }

    /// <summary>What throws is stopped and recovered from the journal after a pause, instead of at once and for ever.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnPersistFailure(Exception cause, object happened, long sequenceNr)
    {
        _telemetry.JournalFailed(JournalWriter.Index);
        base.OnPersistFailure(cause, happened, sequenceNr);
    }

    protected override void OnReplaySuccess() => Context.System.EventStream.Publish(new IndexRead());

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _telemetry.JournalFailed(JournalWriter.Index);
        Context.System.EventStream.Publish(new JournalUnreadable(PersistenceId, reason));
        base.OnRecoveryFailure(reason, message);
    }

    protected override void PostStop()
    {
        _telemetry.StandBy();
        _ending.Cancel();
        Cluster.Get(Context.System).Unsubscribe(Self);
        base.PostStop();
    }

    private void OnRecovered() => Remember(new IndexEvents.TookOver(Now), () =>
    {
        _placement.Tell(new PlacementActor.NewTerms(_index.Nodes));
        foreach (var run in _index.Open)
            RunOf(run.Run);
        foreach (var run in _index.Deleting)
            Remove(run);
    });

    private RunSummary Summary(IndexedRun run) => run.Status == RunStatus.Running && _summaries.TryGetValue(run.Run, out var summary) ? summary
        : new RunSummary(run.Run, run.Submitted.Name, run.Status, run.Status.ToString().ToLowerInvariant(), run.Submitted.At, run.EndedAt);

    private void OnDescribe(RunProtocol.DescribeRun describe)
    {
        if (_index.Find(describe.Run) is null)
        {
            ToRun(describe.Run, describe);
            return;
        }
        var asker = Sender;
        RunOf(describe.Run).Ask<object>(describe, SilentAfter).PipeTo(Self,
            success: answer => new Described(describe.Run, asker, answer as RunView), failure: _ => new Described(describe.Run, asker, null));
    }

    /// <summary>A run that is read from the journal, or waits for a confirmation of it, answers nobody: its last word has to do.</summary>
    private void OnDescribed(Described described)
    {
        if (described.View is { } view)
            _views[described.Run] = view;
        var last = _views.GetValueOrDefault(described.Run)
            ?? new RunProgress().View(RunState.From(_index.Find(described.Run)!.Submitted), new RunFolder(_workspace, described.Run), new RunWaits(null, [], null, null, Now));
        described.Asker.Tell(described.View ?? last with { WaitingFor = WaitsForJournal });
    }

    private void Remember(IWireMessage happened, Action? then = null)
    {
        var began = _clock.GetTimestamp();
        Persist(happened, written =>
        {
            _telemetry.JournalWrote(JournalWriter.Index, began);
            _index = _index.Apply(written);
            _telemetry.Saw(_index);
            then?.Invoke();
        });
    }

    private IActorRef RunOf(RunId id)
    {
        if (_runs.TryGetValue(id, out var known))
            return known;
        var (submitted, workspace, placement, clock, telemetry) = (_index.Find(id)!.Submitted, _workspace, _placement, _clock, _telemetry);
        var run = Context.Watch(Context.ActorOf(Props.Create(() => new RunActor(submitted, workspace, placement, clock, telemetry)), $"run-{id}"));
        return _runs[id] = run;
    }

    private void ToRun(RunId id, object message)
    {
        if (_index.Find(id) is null)
            Sender.Tell(new RunProtocol.Refused($"There is no run {id}. 'run list' shows them all."));
        else
            RunOf(id).Forward(message);
    }

    private void ToAttempt(AttemptId attempt, object message)
    {
        if (_index.Find(attempt.Run) is null)
            Sender.Tell(new NodeProtocol.ResultRecorded(attempt));
        else
            RunOf(attempt.Run).Forward(message);
    }

    private void OnRemoved(UniqueAddress address)
    {
        var gone = new PlacementActor.NodeGone(NodeId.Of(address));
        _placement.Tell(gone);
        foreach (var run in _runs.Values)
            run.Tell(gone);
    }

    /// <summary>A persistent actor stops when its journal fails; an open run is recovered after a pause.</summary>
    private void OnRunStopped(Terminated stopped)
    {
        if (stopped.ActorRef.Equals(_placement))
            throw new InvalidOperationException("Placement stopped; the coordinator begins anew from its journal.");
        var id = _runs.FirstOrDefault(run => run.Value.Equals(stopped.ActorRef)).Key;
        if (_index.Find(id) is not { Status: RunStatus.Running })
        {
            _runs.Remove(id);
        }
        else
        {
            // It stays in the table: else the next message to it would begin it at once.
            _log.Warning("Run {Run} stopped without its end; it is recovered from the journal in {PauseSeconds} s", id, JournalPause.TotalSeconds);
            Timers.StartSingleTimer(id, new StartRunAgain(id), JournalPause);
        }
    }
}
