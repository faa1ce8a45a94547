using Akka.Actor;
using Akka.Event;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>
/// One slot: keeps one warm trainer process, gives it one job at a time and tells the node what comes of it. A trainer that
/// dies is started again, at once after a job, with growing pauses when it never became ready.
/// </summary>
internal sealed partial class SlotActor : ReceiveActor, IWithTimers
{
    public sealed record Compute(Job Job) : INoSerializationVerificationNeeded;

    /// <param name="KeepFor">Why, for people, where the attempt goes on later: its last finished epoch is brought to disk first. Null: it ends at once.</param>
    public sealed record Cancel(AttemptId Attempt, string? KeepFor = null) : INoSerializationVerificationNeeded;

    /// <summary>Ends what it computes, with its last finished epoch on disk, and takes nothing more: its process is about to end.</summary>
    public sealed record Leave : INoSerializationVerificationNeeded;

    /// <summary>To the node: the slot's state changed.</summary>
    public sealed record Changed(SlotView View) : INoSerializationVerificationNeeded;

    /// <summary>To the node: the trainer has loaded its libraries.</summary>
    public sealed record Loaded(TrainerLine.Ready Trainer) : INoSerializationVerificationNeeded;

    /// <summary>To the node: the attempt came to its end, with this last line.</summary>
    public sealed record Ended(AttemptId Attempt, TrainerLine Last) : INoSerializationVerificationNeeded;

    /// <summary>To the node: the attempt said something on its way.</summary>
    public sealed record Said(AttemptId Attempt, TrainerLine Line) : INoSerializationVerificationNeeded;

    private sealed record Heard(int Life, TrainerLine Line) : INoSerializationVerificationNeeded;

    private sealed record Logged(int Life, string Line) : INoSerializationVerificationNeeded;

    private sealed record Broke(int Life, string Why) : INoSerializationVerificationNeeded;

    private sealed record Exited(int Life, int Code) : INoSerializationVerificationNeeded;

    private sealed record StartAgain : INoSerializationVerificationNeeded;

    private sealed record Look : INoSerializationVerificationNeeded;

    private sealed record GraceOver(AttemptId Attempt) : INoSerializationVerificationNeeded;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private const int KeptLogLines = 20;
    private const int Killed = 128 + 9;

    /// <summary>Of one attempt. A run keeps fewer.</summary>
    private const int MostWarnings = 1_000;

    /// <summary>Last words travel in a report beside those of every other slot, and a report must fit one frame.</summary>
    private const int LongestLogLine = 200;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<string> _lastLogLines = new();
    private readonly GpuNodeOptions _options;
    private readonly TrainerWatch _watch;
    private readonly string _node;
    private ITrainer? _trainer;
    private LineGate? _lines, _errors;
    private TrainerLine.Ready? _ready;
    private SlotView _view;

    /// <summary>Of the attempt that runs, and after its end until the next one: what comes late on standard error still belongs to it.</summary>
    private AttemptLog? _attemptLog;
    private AttemptWords? _words;
    private Job? _job;
    private int _warnings;

    /// <summary>How the attempt ends that was asked to keep what it finished; null: none was.</summary>
    private TrainerLine.Failed? _parting;
    private bool _leaves;
    private int _life;
    private int _failedStarts;
    private long _memoryKills;

    /// <param name="slot">As it is before its trainer has started.</param>
    /// <param name="node">For people: the address of the node.</param>
    public SlotActor(SlotView slot, GpuNodeOptions options, string node)
    {
        (_options, _node) = (options, node);
        _watch = new TrainerWatch(options.TrainerPatience, TimeProvider.System);
        _view = slot;
        Receive<Compute>(compute => OnCompute(compute.Job));
        Receive<Cancel>(OnCancel);
        Receive<Leave>(_ => OnLeave());
        Receive<Heard>(heard => heard.Life == _life, OnHeard);
        Receive<Logged>(logged => logged.Life == _life, OnLogged);
        Receive<Broke>(broke => broke.Life == _life, broke => OnBroke(broke.Why));
        Receive<Exited>(exited => exited.Life == _life, exited => OnExit(exited.Code));
        Receive<StartAgain>(_ => StartTrainer());
        Receive<Look>(_ => OnLook());
        Receive<GraceOver>(over => OnGraceOver(over.Attempt));
        // What a former life of the trainer still says is of no interest.
        Receive<INoSerializationVerificationNeeded>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(SlotView slot, GpuNodeOptions options, string node) => Akka.Actor.Props.Create(() => new SlotActor(slot, options, node));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("look", new Look(), _watch.LookEvery);
        StartTrainer();
    }

    protected override void PostStop()
    {
        CloseGates();
        _trainer?.Dispose();
        _attemptLog?.Dispose();
    }

    private void StartTrainer()
    {
        var (self, life, lines, errors) = (Self, ++_life, LineGate.OfATrainer(), LineGate.OfATrainer());
        (_lines, _errors) = (lines, errors);
        _lastLogLines.Clear();
        _watch.Heard();
        _memoryKills = _options.MemoryKills.Count();
        try
        {
            _trainer = _options.Begin(_options, _view.Device, new TrainerEars(
                line => { if (lines.Enter()) self.Tell(new Heard(life, line)); }, line => { if (errors.Enter()) self.Tell(new Logged(life, line)); },
                why => self.Tell(new Broke(life, why)), code => self.Tell(new Exited(life, code))));
            Become(Idle(SlotStatus.Starting, _view.Trouble));
        }
        catch (System.ComponentModel.Win32Exception trouble)
        {
            PauseAfter($"{_options.Trainer.Path} cannot be started: {trouble.Message}");
        }
    }

    private void OnCompute(Job job)
    {
        var attempt = new AttemptId(job.Run, job.Id, job.Attempt);
        if (_view.Running == attempt)
            return;
        if (_view.Status != SlotStatus.Free)
        {
            Context.Parent.Tell(new Ended(attempt, new TrainerLine.Failed(FailureKind.Lost, $"Slot {_view.Index} was not free.")));
            return;
        }
        Become(_view with { Status = SlotStatus.Running, Running = attempt });
        (_job, _warnings) = (job, 0);
        if (job.Workspace is { } identity)
            KnownWorkspaces.Expect(_options.Workspace, identity);
        _attemptLog?.Dispose();
        var run = new RunFolder(_options.Workspace, job.Run);
        _attemptLog = new AttemptLog(run, run.AttemptLog(job), TimeProvider.System);
        _words = new AttemptWords(_attemptLog);
        _words.Begin(_node, _view.Index, job, _ready!);
        _trainer!.Send(job);
    }

    /// <summary>A trainer that hangs without dying would hold its job for ever.</summary>
    private void OnLook()
    {
        if (_watch.HasGoneSilent() && _trainer is not null)
        {
            var silent = $"The trainer process gave no sign of life for {_watch.Patience.TotalSeconds:0} s and was ended.";
            _log.Warning("Slot {Slot}: {Silent}", _view.Index, silent);
            if (_view.Running is not null)
            {
                EndWith(new TrainerLine.Failed(FailureKind.Crashed, silent), restart: true);
            }
            else
            {
                _view = _view with { Trouble = silent };
                _trainer.Kill();
            }
        }
        _memoryKills = _options.MemoryKills.Count();
    }

    private TrainerStage Stage => _view.Running is null ? _view.Status == SlotStatus.Starting ? TrainerStage.Starting : TrainerStage.Idle
        : _parting is null ? TrainerStage.Working : TrainerStage.Parting;

    private void OnHeard(Heard heard)
    {
        _lines?.Leave();
        _watch.Heard();
        if ((TrainerTalk.Problem(Stage, heard.Line) ?? (_job is { } job ? TrainerTalk.Problem(_options.Workspace, job, heard.Line) : null)) is { } problem)
            OnBroke(TrainerTalk.Broken(problem, heard.Line));
        else
            OnLine(heard.Line);
    }

    private void OnLine(TrainerLine line)
    {
        switch (line, _view)
        {
            case (TrainerLine.Ready ready, { Status: SlotStatus.Starting }):
                (_failedStarts, _ready) = (0, ready);
                Context.Parent.Tell(new Loaded(ready));
                Become(Idle(SlotStatus.Free));
                break;
            case (TrainerLine.Failed failed, { Status: SlotStatus.Starting }):
                // The trainer cannot work on this machine and says why; its exit follows.
                _view = _view with { Trouble = failed.Reason };
                break;
            case (TrainerLine.Failed or TrainerLine.NotVisible, { Running: not null }) when _parting is { } end:
                EndWith(end, restart: false);
                break;
            case (TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible, { Running: not null }):
                EndWith(line, restart: false);
                break;
            case (TrainerLine.Alive, _):
                break;
            case (TrainerLine.Warning, { Running: not null }) when ++_warnings > MostWarnings:
                break;
            case (_, { Running: { } attempt }):
                _words?.Heard(line);
                Context.Parent.Tell(new Said(attempt, line));
                break;
        }
    }

    /// <summary>It keeps to no protocol: nothing that it computes would be worth anything.</summary>
    private void OnBroke(string why)
    {
        _log.Warning("Slot {Slot}: {Why}", _view.Index, why);
        if (_view.Running is not null)
        {
            EndWith(_parting ?? new TrainerLine.Failed(FailureKind.Crashed, why), restart: true);
            return;
        }
        StopTrainer();
        PauseAfter(why);
    }

    private void OnExit(int code)
    {
        CloseGates();
        _trainer?.Dispose();
        _trainer = null;
        if (_view.Running is { } attempt)
        {
            _log.Warning("The trainer of slot {Slot} ended with code {Code} while computing {Attempt}", _view.Index, code, attempt);
            EndWith(_parting ?? DiedOf(code), restart: true);
        }
        else
        {
            PauseAfter(_view.Trouble ?? $"The trainer process ended with code {code}. {string.Join(" | ", _lastLogLines)}".Trim());
        }
    }

    private void PauseAfter(string trouble)
    {
        _failedStarts++;
        Become(Idle(SlotStatus.Broken, MessageLimits.Cut(trouble, 2 * LongestLogLine)));
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _failedStarts - 1)));
        Timers.StartSingleTimer("start-again", new StartAgain(), pause);
    }

    private SlotView Idle(SlotStatus status, string? trouble = null) => _view with { Status = status, Running = null, Trouble = trouble };

    private void Become(SlotView view)
    {
        _view = view;
        Context.Parent.Tell(new Changed(view));
    }

    private void OnLogged(Logged logged)
    {
        _errors?.Leave();
        var line = logged.Line;
        _log.Info("trainer of slot {Slot}: {Line}", _view.Index, line);
        _words?.Printed(line);
        _lastLogLines.Enqueue(MessageLimits.Cut(line, LongestLogLine));
        if (_lastLogLines.Count > KeptLogLines)
            _lastLogLines.Dequeue();
    }
}
