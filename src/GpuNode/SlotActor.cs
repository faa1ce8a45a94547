using Akka.Actor;
using Akka.Event;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>
/// One slot: keeps one warm trainer process, gives it one job at a time and tells the node what comes of it. <see cref="SlotState"/> decides; here
/// it is told what happens, and what it wants is done.
/// </summary>
internal sealed class SlotActor : ReceiveActor, IWithTimers
{
    public sealed record Compute(Job Job) : INoSerializationVerificationNeeded;

    /// <param name="KeepFor">Why, for people, where the attempt goes on later: its last finished epoch is brought to disk first. Null: it ends at once.</param>
    public sealed record Cancel(AttemptId Attempt, string? KeepFor = null) : INoSerializationVerificationNeeded;

    /// <summary>Ends what it computes, with its last finished epoch on disk, and takes nothing more: its process is about to end.</summary>
    public sealed record Leave : INoSerializationVerificationNeeded;

    /// <summary>Of the threads that hear the trainer.</summary>
    /// <param name="Gate">The one that the line came through; null: it is no line.</param>
    private sealed record OfTrainer(SlotEvent Event, LineGate? Gate = null) : INoSerializationVerificationNeeded;

    private sealed record HasExited(int Life, int Code) : INoSerializationVerificationNeeded;

    private sealed record StartAgain : INoSerializationVerificationNeeded;

    private sealed record Look : INoSerializationVerificationNeeded;

    private sealed record GraceOver(AttemptId Attempt) : INoSerializationVerificationNeeded;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly GpuNodeOptions _options;
    private readonly string _node;
    private readonly long _born;
    private SlotState _state;
    private ITrainer? _trainer;
    private LineGate? _lines, _errors;

    /// <summary>Of the attempt that runs, and after its end until the next one: what comes late on standard error still belongs to it.</summary>
    private AttemptLog? _attemptLog;
    private AttemptWords? _words;

    /// <param name="slot">As it is before its trainer has started.</param>
    /// <param name="node">For people: the address of the node.</param>
    public SlotActor(SlotView slot, GpuNodeOptions options, string node)
    {
        (_options, _node, _born) = (options, node, options.Clock.GetTimestamp());
        _state = new SlotState(slot, new SlotRules(options.Workspace, options.TrainerPatience, options.KeepWithin));
        Receive<Compute>(compute => On(new SlotEvent.Granted(compute.Job)));
        Receive<Cancel>(cancel => On(new SlotEvent.Cancelled(cancel.Attempt, cancel.KeepFor)));
        Receive<Leave>(_ => On(new SlotEvent.Leaving()));
        Receive<OfTrainer>(heard =>
        {
            heard.Gate?.Leave();
            On(heard.Event);
        });
        Receive<HasExited>(exited => On(new SlotEvent.Exited(exited.Life, exited.Code, _options.MemoryKills.Count())));
        Receive<StartAgain>(_ => On(new SlotEvent.TrainerDue()));
        Receive<Look>(_ => On(new SlotEvent.Looked(_options.MemoryKills.Count())));
        Receive<GraceOver>(over => On(new SlotEvent.GraceOver(over.Attempt)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(SlotView slot, GpuNodeOptions options, string node) => Akka.Actor.Props.Create(() => new SlotActor(slot, options, node));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("look", new Look(), _state.LookEvery);
        On(new SlotEvent.TrainerDue());
    }

    protected override void PostStop()
    {
        EndTrainer();
        _attemptLog?.Dispose();
    }

    private void On(SlotEvent happened)
    {
        (_state, var effects) = _state.On(happened, _options.Clock.GetElapsedTime(_born));
        foreach (var effect in effects)
            CarryOut(effect);
    }

    private void CarryOut(SlotEffect effect)
    {
        switch (effect)
        {
            case SlotEffect.BeginTrainer begin:
                On(BeginTrainer(begin.Life));
                break;
            case SlotEffect.EndTrainer:
                EndTrainer();
                break;
            case SlotEffect.KillTrainer:
                _trainer?.Kill();
                break;
            case SlotEffect.AskToStop:
                _trainer?.Stop();
                break;
            case SlotEffect.BeginLog begin:
                BeginLog(begin.Job, begin.Trainer);
                break;
            case SlotEffect.Send send:
                _trainer?.Send(send.Job);
                break;
            case SlotEffect.NoteLine note:
                _words?.Heard(note.Line);
                break;
            case SlotEffect.NotePrinted note:
                _log.Info("trainer of slot {Slot}: {Line}", _state.View.Index, note.Line);
                _words?.Printed(note.Line);
                break;
            case SlotEffect.NoteLeftOut note:
                _words?.LeftOut(note.Warnings);
                break;
            case SlotEffect.Tell tell:
                Context.Parent.Tell(tell.Report);
                break;
            case SlotEffect.Warn warn:
                _log.Warning("Slot {Slot}: {Why}", _state.View.Index, warn.Words);
                break;
            case SlotEffect.WarnOfExit exit:
                _log.Warning("The trainer of slot {Slot} ended with code {Code} while computing {Attempt}", _state.View.Index, exit.Code, exit.Attempt);
                break;
            case SlotEffect.WarnOfOvertime late:
                _log.Warning(
                    "Slot {Slot}: {Attempt} did not end within {GraceSeconds} s and was ended; it goes on from the checkpoint before",
                    _state.View.Index, late.Attempt, _options.KeepWithin.TotalSeconds);
                break;
            case SlotEffect.StartAgainAfter again:
                Timers.StartSingleTimer("start-again", new StartAgain(), again.Pause);
                break;
            case SlotEffect.BeginGrace grace:
                Timers.StartSingleTimer("grace", new GraceOver(grace.Attempt), _options.KeepWithin);
                break;
            case SlotEffect.CancelGrace:
                Timers.Cancel("grace");
                break;
            case SlotEffect.CancelTimers:
                Timers.CancelAll();
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is no effect of a slot.");
        }
    }

    private SlotEvent BeginTrainer(int life)
    {
        var (self, lines, errors) = (Self, LineGate.OfATrainer(_options.Clock), LineGate.OfATrainer(_options.Clock));
        (_lines, _errors) = (lines, errors);
        var memoryKills = _options.MemoryKills.Count();
        try
        {
            _trainer = _options.Begin(_options, _state.View.Device, new TrainerEars(
                line => { if (lines.Enter()) self.Tell(new OfTrainer(new SlotEvent.Said(life, line), lines)); },
                line => { if (errors.Enter()) self.Tell(new OfTrainer(new SlotEvent.Printed(life, line), errors)); },
                why => self.Tell(new OfTrainer(new SlotEvent.Broke(life, why))), code => self.Tell(new HasExited(life, code))));
            return new SlotEvent.TrainerBegan(memoryKills);
        }
        catch (System.ComponentModel.Win32Exception trouble)
        {
            return new SlotEvent.TrainerNotBegun($"{_options.Trainer.Path} cannot be started: {trouble.Message}");
        }
    }

    private void EndTrainer()
    {
        _lines?.Close();
        _errors?.Close();
        _trainer?.Dispose();
        _trainer = null;
    }

    private void BeginLog(Job job, TrainerLine.Ready trainer)
    {
        if (job.Workspace is { } identity)
            KnownWorkspaces.Expect(_options.Workspace, identity);
        _attemptLog?.Dispose();
        var run = new RunFolder(_options.Workspace, job.Run);
        _attemptLog = new AttemptLog(run, run.AttemptLog(job), _options.Clock);
        _words = new AttemptWords(_attemptLog);
        _words.Begin(_node, _state.View.Index, job, trainer);
    }
}
