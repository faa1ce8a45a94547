using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Effects = System.Collections.Immutable.ImmutableArray<AxSpa.GpuNode.SlotEffect>.Builder;

namespace AxSpa.GpuNode;

/// <param name="Workspace">Where the results of an attempt must lie.</param>
/// <param name="Patience">A trainer that says nothing for longer is ended.</param>
/// <param name="KeepWithin">A fold that is asked to end has so long to bring its last finished epoch to disk.</param>
internal sealed record SlotRules(string Workspace, TimeSpan Patience, TimeSpan KeepWithin);

/// <summary>
/// What one slot is at, and what follows from what happens to it: one trainer at a time, one job at a time, and one end told of each. Pure; times
/// are read from a clock of this process that is never set.
/// </summary>
/// <remarks>A trainer that dies is started again, at once after a job, with growing pauses when it never became ready.</remarks>
internal sealed partial record SlotState
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private const int KeptLastLines = 20;
    private const int Killed = 128 + 9;

    /// <summary>Of one attempt. A run keeps fewer.</summary>
    private const int MostWarnings = 1_000;

    /// <summary>Last words travel in a report beside those of every other slot, and a report must fit one frame.</summary>
    private const int LongestLastLine = 200;

    /// <param name="slot">As it is before its trainer has started.</param>
    public SlotState(SlotView slot, SlotRules rules) => (View, Rules, Watch) = (slot, rules, new TrainerWatch(rules.Patience));

    /// <summary>As the node and the coordinator see it.</summary>
    public SlotView View { get; private init; }

    public TimeSpan LookEvery => Watch.LookEvery;

    /// <summary>The start that the trainer comes from; what carries another number is of a trainer that is over.</summary>
    public int Life { get; private init; }

    /// <summary>How far the conversation with the trainer is.</summary>
    public TrainerStage Stage => View.Running is null ? View.Status == SlotStatus.Starting ? TrainerStage.Starting : TrainerStage.Idle
        : Parting is null ? TrainerStage.Working : TrainerStage.Parting;

    private SlotRules Rules { get; }

    private TrainerWatch Watch { get; init; }

    /// <summary>A process is being started.</summary>
    private bool Begins { get; init; }

    /// <summary>A process runs, as far as is known.</summary>
    private bool HasTrainer { get; init; }

    /// <summary>What the trainer said when it was ready; null: none was yet.</summary>
    private TrainerLine.Ready? Ready { get; init; }

    /// <summary>The last one that was taken; it may have ended.</summary>
    private Job? Job { get; init; }

    /// <summary>Of that job.</summary>
    private int Warnings { get; init; }

    /// <summary>How the attempt ends that was asked to keep what it finished; null: none was.</summary>
    private TrainerLine.Failed? Parting { get; init; }

    private bool HasGrace { get; init; }

    private bool Leaves { get; init; }

    private int FailedStarts { get; init; }

    private long MemoryKills { get; init; }

    private ImmutableArray<string> LastLines { get; init; } = [];

    private SlotView Left => Idle(SlotStatus.Broken, "the node is being ended");

    /// <param name="now">Since any moment; it never goes backwards.</param>
    public (SlotState Next, ImmutableArray<SlotEffect> Effects) On(SlotEvent happened, TimeSpan now)
    {
        var effects = ImmutableArray.CreateBuilder<SlotEffect>();
        var next = After(happened, effects, now);
        return (next, effects.ToImmutable());
    }

    private SlotState After(SlotEvent happened, Effects effects, TimeSpan now) => happened switch
    {
        SlotEvent.TrainerDue => Begins || HasTrainer || Leaves ? this : TrainerBegins(effects, now),
        SlotEvent.TrainerBegan began => Begins ? TrainerBegan(began.MemoryKills, effects) : this,
        SlotEvent.TrainerNotBegun not => Begins ? (this with { Begins = false }).Pauses(not.Why, effects) : this,
        SlotEvent.Granted granted => Granted(granted.Job, effects),
        SlotEvent.Cancelled cancelled => Cancelled(cancelled, effects, now),
        SlotEvent.Leaving => Leaving(effects, now),
        SlotEvent.Said said => IsOfTrainer(said.Life) ? Heard(said.Line, effects, now) : this,
        SlotEvent.Printed printed => IsOfTrainer(printed.Life) ? Printed(printed.Line, effects) : this,
        SlotEvent.Broke broke => IsOfTrainer(broke.Life) ? Broke(broke.Why, effects, now) : this,
        SlotEvent.Exited exited => IsOfTrainer(exited.Life) ? Exited(exited, effects, now) : this,
        SlotEvent.Looked looked => Looked(effects, now) with { MemoryKills = looked.MemoryKills },
        SlotEvent.GraceOver over => GraceOver(over.Attempt, effects, now),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of a slot."),
    };

    /// <summary>What a former life of the trainer still says is of no interest.</summary>
    private bool IsOfTrainer(int life) => HasTrainer && life == Life;

    private SlotState TrainerBegins(Effects effects, TimeSpan now)
    {
        effects.Add(new SlotEffect.BeginTrainer(Life + 1));
        return this with { Begins = true, Life = Life + 1, LastLines = [], Watch = Watch.Heard(now) };
    }

    private SlotState TrainerBegan(long memoryKills, Effects effects) =>
        (this with { Begins = false, HasTrainer = true, MemoryKills = memoryKills }).Becomes(Idle(SlotStatus.Starting, View.Trouble), effects);

    private SlotState Granted(Job job, Effects effects)
    {
        var attempt = new AttemptId(job.Run, job.Id, job.Attempt);
        if (View.Running == attempt)
            return this;
        if (View.Status != SlotStatus.Free)
        {
            var end = new TrainerLine.Failed(FailureKind.Lost, $"Slot {View.Index} was not free.");
            effects.Add(new SlotEffect.Tell(new SlotReport.Ended(attempt, end)));
            return this;
        }
        var next = (this with { Job = job, Warnings = 0 }).Becomes(View with { Status = SlotStatus.Running, Running = attempt }, effects);
        effects.Add(new SlotEffect.BeginLog(job, Ready!));
        effects.Add(new SlotEffect.Send(job));
        return next;
    }

    /// <summary>A trainer that hangs without dying would hold its job for ever.</summary>
    private SlotState Looked(Effects effects, TimeSpan now)
    {
        var (watch, isSilent) = Watch.Look(now);
        var next = this with { Watch = watch };
        if (!isSilent || !HasTrainer)
            return next;
        var silent = string.Create(
            CultureInfo.InvariantCulture, $"The trainer process gave no sign of life for {Rules.Patience.TotalSeconds:0} s and was ended.");
        effects.Add(new SlotEffect.Warn(silent));
        if (View.Running is not null)
            return next.EndsWith(new TrainerLine.Failed(FailureKind.Crashed, silent), restart: true, effects, now);
        effects.Add(new SlotEffect.KillTrainer());
        return next with { View = View with { Trouble = silent } };
    }

    private SlotState Heard(TrainerLine line, Effects effects, TimeSpan now)
    {
        var next = this with { Watch = Watch.Heard(now) };
        var problem = TrainerTalk.Problem(Stage, line) ?? (Job is { } job ? TrainerTalk.Problem(Rules.Workspace, job, line) : null);
        return problem is null ? next.Takes(line, effects, now) : next.Broke(TrainerTalk.Broken(problem, line), effects, now);
    }

    private SlotState Takes(TrainerLine line, Effects effects, TimeSpan now)
    {
        switch (line, View)
        {
            case (TrainerLine.Ready ready, { Status: SlotStatus.Starting }):
                effects.Add(new SlotEffect.Tell(new SlotReport.Loaded(ready)));
                return (this with { FailedStarts = 0, Ready = ready }).Becomes(Idle(SlotStatus.Free), effects);
            case (TrainerLine.Failed failed, { Status: SlotStatus.Starting }):
                // The trainer cannot work on this machine and says why; its exit follows.
                return this with { View = View with { Trouble = failed.Reason } };
            case (TrainerLine.Failed or TrainerLine.NotVisible, { Running: not null }) when Parting is { } end:
                return EndsWith(end, restart: false, effects, now);
            case (TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible, { Running: not null }):
                return EndsWith(line, restart: false, effects, now);
            case (TrainerLine.Warning, { Running: not null }) when Warnings >= MostWarnings:
                return this with { Warnings = Warnings + 1 };
            case (not TrainerLine.Alive, { Running: { } attempt }):
                effects.Add(new SlotEffect.NoteLine(line));
                effects.Add(new SlotEffect.Tell(new SlotReport.Said(attempt, line)));
                return line is TrainerLine.Warning ? this with { Warnings = Warnings + 1 } : this;
            default:
                return this;
        }
    }

    private SlotState Printed(string line, Effects effects)
    {
        effects.Add(new SlotEffect.NotePrinted(line));
        var lines = LastLines.Add(MessageLimits.Cut(line, LongestLastLine));
        return this with { LastLines = lines.Length > KeptLastLines ? lines.RemoveAt(0) : lines };
    }

    private SlotState Pauses(string trouble, Effects effects)
    {
        var broken = Idle(SlotStatus.Broken, MessageLimits.Cut(trouble, 2 * LongestLastLine));
        effects.Add(new SlotEffect.Tell(new SlotReport.Changed(broken)));
        effects.Add(new SlotEffect.StartAgainAfter(TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, FailedStarts)))));
        return this with { FailedStarts = FailedStarts + 1, View = broken };
    }

    private SlotView Idle(SlotStatus status, string? trouble = null) => View with { Status = status, Running = null, Trouble = trouble };

    private SlotState Becomes(SlotView view, Effects effects)
    {
        effects.Add(new SlotEffect.Tell(new SlotReport.Changed(view)));
        return this with { View = view };
    }
}
