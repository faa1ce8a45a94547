using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Persistence;
using AxSpa.Coordinator.Leadership;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>
/// The cluster singleton: a persistent index of the runs, one persistent actor for each of them, and the placement of their
/// jobs. What nodes and people say comes in here and goes on to the run it concerns.
/// </summary>
public sealed partial class CoordinatorActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>The actor of a run that has ended stops after so long a silence, and is made anew when somebody asks.</summary>
    public static readonly TimeSpan RestAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What could not write or read its journal reads it anew after this pause. It is longer than a coordinator that froze, and was
    /// replaced, needs to find out and end itself (about 12 s): else it would read what its successor wrote and go on from there.
    /// </summary>
    public static readonly TimeSpan JournalPause = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What was decided before the end is still brought to disk, if that answers. Not longer: a coordinator stands down a second before another one
    /// may begin.
    /// </summary>
    private static readonly TimeSpan DiskEndsWithin = TimeSpan.FromMilliseconds(800);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly string _workspace;
    private readonly DataRoots _roots;
    private readonly TimeProvider _clock;
    private readonly CoordinatorTelemetry _telemetry;
    private readonly IActorRef _placement;
    private readonly DiskSession _disk;
    private readonly AwakeRuns _awake;
    private readonly ViewParts _parts;
    private RunIndex _index = RunIndex.Empty;

    public CoordinatorActor(string workspace, DataRoots roots, TimeProvider clock, CoordinatorTelemetry telemetry)
        : this(workspace, roots, clock, telemetry, RestAfter)
    {
    }

    /// <param name="restAfter">For tests: the pause that <see cref="RestAfter"/> is for all others.</param>
    public CoordinatorActor(string workspace, DataRoots roots, TimeProvider clock, CoordinatorTelemetry telemetry, TimeSpan restAfter)
        : this(workspace, roots, clock, telemetry, restAfter, new PosixWorkspace(workspace))
    {
    }

    /// <param name="store">Where the workspace is kept; for tests: one that hangs.</param>
    public CoordinatorActor(
        string workspace, DataRoots roots, TimeProvider clock, CoordinatorTelemetry telemetry, TimeSpan restAfter, IWorkspaceStore store)
    {
        _disk = DiskWorker.Of(Context.System).Open(store);
        _workspace = Path.GetFullPath(workspace);
        _roots = roots;
        _clock = clock;
        _telemetry = telemetry;
        _parts = new ViewParts(clock);
        _placement = Context.Watch(Context.ActorOf(Props.Create(() => new PlacementActor(clock, telemetry)), "placement"));

        _awake = new AwakeRuns(Start(restAfter));

        Recover<SnapshotOffer>(OnSnapshot);
        Recover<IWireMessage>(happened => _index = _index.Apply(happened));
        Recover<RecoveryCompleted>(_ => OnRecovered());

        Command<RunProtocol.SubmitRun>(submit => WhenReadable(submit, isRehearsal: false));
        Command<Readable>(OnReadable);
        Command<RunProtocol.ListRuns>(list => Sender.Tell(RunListing.Page(_index.Runs.Select(Summary), list)));
        Command<RunProtocol.FindRun>(find => Sender.Tell(RunsFound.Of(_index.Runs.Select(Summary), find.Name)));
        Command<RunProtocol.DescribeRun>(OnDescribe);
        Command<Described>(OnDescribed);
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
        Command<QueueProtocol.MoveRun>(move => OnMove(move, isRehearsal: false));
        Command<RunProtocol.RunOrder>(order => ToRun(order.Run, order)); // all that is not taken above
        Command<QueueProtocol.ListQueue>(_ => OnListQueue());
        Command<RunProtocol.ListNodes>(_placement.Forward);
        Command<NodeOrders.NodeOrder>(OnNodeOrder);

        ReceiveOfOtherVersions();
        ReceiveDoubts();
        Command<NodeProtocol.NodeReport>(OnReport);
        Command<NodeProtocol.JobProgressed>(progress => ToAttempt(progress.Attempt, progress));
        Command<NodeProtocol.JobWarned>(warned => ToAttempt(warned.Attempt, warned));
        Command<NodeProtocol.JobCompleted>(completed => ToAttempt(completed.Attempt, completed));
        Command<NodeProtocol.JobFailed>(failed => ToAttempt(failed.Attempt, failed));
        Command<NodeProtocol.FileNotVisible>(unseen => ToAttempt(unseen.Attempt, unseen));
        Command<ClusterEvent.MemberRemoved>(removed => OnRemoved(removed.Member.UniqueAddress));

        ReceiveRuns();
        ReceiveSnapshots();
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
        // By now all runs have ended.
        _disk.Close(DiskEndsWithin);
        Cluster.Get(Context.System).Unsubscribe(Self);
        base.PostStop();
    }

    private void OnRecovered() => Remember(new IndexEvents.TookOver(Now), () =>
    {
        _placement.Tell(new PlacementActor.NewTerms(_index.Nodes));
        foreach (var run in _index.Open)
            _awake.Wake(run.Run);
        foreach (var run in _index.Deleting)
            Remove(run);
    });

    private void Remember(IWireMessage happened, Action? then = null)
    {
        var began = _clock.GetTimestamp();
        Persist(happened, written =>
        {
            _telemetry.JournalWrote(JournalWriter.Index, began);
            _index = _index.Apply(written);
            _telemetry.Saw(_index);
            then?.Invoke();
            SaveSnapshotIfDue();
        });
    }
}
