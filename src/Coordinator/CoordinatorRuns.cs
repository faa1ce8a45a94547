using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Hosting;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>
/// The way to the runs: their actors are made when they are needed, and rest once they have ended and nobody asks for them
/// (<see cref="AwakeRuns"/>).
/// </summary>
public sealed partial class CoordinatorActor
{
    private sealed record Described(RunProtocol.DescribeRun Question, IActorRef Asker, RunView? View) : INoSerializationVerificationNeeded
    {
        public RunId Run => Question.Run;
    }

    private sealed record StartRunAgain(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>A run that was asked answered within this time, or it waits for the journal.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(3);

    private const string WaitsForJournal = "the journal, which does not answer the coordinator; jobs that are running go on meanwhile";

    private void ReceiveRuns()
    {
        Command<RunMessages.StandingChanged>(_awake.Note);
        Command<RunMessages.Closed>(closed =>
        {
            if (IsOpen(closed.Run))
                Remember(new IndexEvents.RunClosed(closed.Run, closed.Status, Now, closed.Refusal, closed.Priority));
        });
        Command<RunMessages.Reopened>(reopened =>
        {
            if (_index.Find(reopened.Run) is { Status: not RunStatus.Running })
                Remember(new IndexEvents.RunReopened(reopened.Run, Now));
        });
        // That it has ended rests in the index: it was said before, and what is said is written one after the other.
        Command<RunMessages.Passivate>(passivate =>
        {
            if (!IsOpen(passivate.Run))
                _awake.Rest(passivate.Run);
        });
        Command<RunMessages.StaysAwake>(stays => _awake.StayAwake(stays.Run));
        Command<Terminated>(OnRunStopped);
        Command<StartRunAgain>(again => _awake.StartAgain(again.Run));
    }

    private bool IsOpen(RunId run) => _index.Find(run) is { Status: RunStatus.Running };

    private RunSummary Summary(IndexedRun run) => run.Status == RunStatus.Running && _awake.Summary(run.Run) is { } summary ? summary
        : new RunSummary(run.Run, run.Name, run.Status, run.Refusal is null
            ? run.Status.ToString().ToLowerInvariant()
            : RunSummary.Refused, run.SubmittedAt, run.EndedAt,
            Priority: run.Priority, Refusal: run.Refusal);

    private void OnDescribe(RunProtocol.DescribeRun describe)
    {
        if (describe.View is not null && _parts.Next(describe) is { } part)
        {
            Sender.Tell(part);
            return;
        }
        if (_index.Find(describe.Run) is null)
        {
            ToRun(describe.Run, describe);
            return;
        }
        var asker = Sender;
        _awake.Of(describe.Run).Ask<object>(describe, SilentAfter).PipeTo(Self,
            success: answer => new Described(describe, asker, answer as RunView), failure: _ => new Described(describe, asker, null));
    }

    /// <summary>
    /// A run that is read from the journal, or waits for a confirmation of it, answers nobody: its last word has to do, or what the index knows.
    /// </summary>
    private void OnDescribed(Described described)
    {
        if (described.View is { } view)
        {
            _awake.Note(view);
            described.Asker.Tell(Answer(view));
        }
        else if (_index.Find(described.Run) is { } run)
        {
            var last = _awake.View(run.Run)
                ?? new RunView(Summary(run), run.Key, run.Until, [], [], null, null, false, new RunFolder(_workspace, run.Run).Root);
            described.Asker.Tell(Answer(last with { WaitingFor = WaitsForJournal }));
        }
        else
        {
            ToRun(described.Run, described.Question, described.Asker);
        }

        RunView Answer(RunView view) => described.Question.IsBrief ? view with { Jobs = [] } : _parts.First(view);
    }

    private Func<RunId, IActorRef> Start(TimeSpan restAfter)
    {
        var (context, workspace, placement, clock, telemetry, disk) = (Context, _workspace, _placement, _clock, _telemetry, _disk);
        return id =>
        {
            var submitted = _index.Find(id)!.Submitted;
            var props = Props.Create(() => new RunActor(id, submitted, workspace, placement, clock, telemetry, restAfter, disk));
            return context.Watch(context.ActorOf(props, $"run-{id}"));
        };
    }

    private void ToRun(RunId id, object message) => ToRun(id, message, Sender);

    private void ToRun(RunId id, object message, IActorRef sender)
    {
        if (_index.Find(id) is null)
            sender.Tell(new RunProtocol.Refused($"There is no run {id}. 'run list' shows them all."));
        else
            _awake.Tell(id, message, sender);
    }

    private void ToAttempt(AttemptId attempt, object message)
    {
        if (_index.Find(attempt.Run) is null)
            Sender.Tell(new NodeProtocol.ResultRecorded(attempt));
        else
            _awake.Tell(attempt.Run, message, Sender);
    }

    /// <summary>
    /// A report goes to the runs that it names, for an attempt of a run that ended long ago must be stopped too, and to the open ones that hold a
    /// slot there.
    /// </summary>
    private void OnReport(NodeProtocol.NodeReport report)
    {
        _placement.Forward(report);
        StopWhatIsDeleted(report);
        MoveWhatIsDrained(report);
        var named = report.Slots.Select(slot => slot.Running).OfType<AttemptId>().Select(attempt => attempt.Run).Where(run => _index.Find(run) is not null);
        var holding = _awake.Concerned(report.Node).Where(IsOpen);
        foreach (var run in named.Union(holding).ToList())
            _awake.Tell(run, report, Sender);
    }

    private void OnRemoved(UniqueAddress address)
    {
        var gone = new PlacementActor.NodeGone(NodeId.Of(address));
        _doubts = _doubts.Without(gone.Node);
        _placement.Tell(gone);
        foreach (var run in _awake.All.Where(IsOpen).ToList())
            _awake.Tell(run, gone, Self);
    }

    /// <summary>A persistent actor stops when its journal fails; an open run is recovered after a pause. One that has ended rests.</summary>
    private void OnRunStopped(Terminated stopped)
    {
        if (stopped.ActorRef.Equals(_placement))
            throw new InvalidOperationException("Placement stopped; the coordinator begins anew from its journal.");
        if (_awake.Named(stopped.ActorRef) is not { } run)
            return;
        if (!IsOpen(run))
        {
            foreach (var (message, sender) in _awake.Forget(run))
                ToRun(run, message, sender);
        }
        else
        {
            // It stays in the table: else the next message to it would begin it at once.
            _log.Warning("Run {Run} stopped without its end; it is recovered from the journal in {PauseSeconds} s", run, JournalPause.TotalSeconds);
            Timers.StartSingleTimer(run, new StartRunAgain(run), JournalPause);
        }
    }
}
