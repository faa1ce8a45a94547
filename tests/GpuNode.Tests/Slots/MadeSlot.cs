using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode.Tests.Slots;

/// <summary>Slots in every state, everything that can happen to them, and both in words that a table can hold.</summary>
internal static class MadeSlot
{
    public static readonly SlotRules Rules = new("/w", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(8));

    public static readonly TrainerLine.Ready Ready = new(7, "cpu", "2", "1");

    private static readonly TimeSpan Then = TimeSpan.FromSeconds(10), Soon = TimeSpan.FromSeconds(40), TooLate = TimeSpan.FromSeconds(41);

    public static SlotState New => new(new SlotView(0, "cpu", SlotStatus.Starting), Rules);

    public static Job Job(int attempt, JobKind kind = JobKind.TrainFold) =>
        new(new RunId("r"), new JobId("j"), kind, attempt, Fold: kind == JobKind.TrainFold ? new FoldId(BranchId.Clinical, 0) : null);

    public static AttemptId Attempt(int number) => new(new RunId("r"), new JobId("j"), number);

    public static TrainerLine Completed => new TrainerLine.Completed([], ImmutableSortedDictionary<string, double>.Empty);

    public static TrainerLine.Failed Failed(FailureKind kind) => new(kind, "x");

    public static SlotState After(this SlotState state, params IEnumerable<SlotEvent> events) =>
        events.Aggregate(state, (now, happened) => now.On(happened, Then).Next);

    /// <summary>What happens next happens 30 s after the last word, which is as long as silence may last; the node itself did not stand still.</summary>
    public static ImmutableSortedDictionary<string, SlotState> States
    {
        get
        {
            var starting = New.On(new SlotEvent.Looked(4), Then).Next.After(new SlotEvent.TrainerDue(), new SlotEvent.TrainerBegan(4));
            var free = starting.After(new SlotEvent.Said(1, Ready));
            var working = free.After(new SlotEvent.Granted(Job(1)));
            return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, SlotState>
            {
                ["new"] = New,
                ["starting"] = starting,
                ["pausing"] = starting.After(new SlotEvent.Exited(1, 2, 4)),
                ["free"] = free,
                ["working"] = working,
                ["fitting"] = free.After(new SlotEvent.Granted(Job(1, JobKind.FitFusion))),
                ["parting"] = working.After(new SlotEvent.Cancelled(Attempt(1), "drained")),
                ["leaving"] = working.After(new SlotEvent.Leaving()),
                ["left"] = free.After(new SlotEvent.Leaving()),
            }.Select(state => KeyValuePair.Create(state.Key, Quiet(state.Value))));
        }
    }

    private static SlotState Quiet(SlotState state) =>
        state.On(new SlotEvent.Looked(4), TimeSpan.FromSeconds(25)).Next.On(new SlotEvent.Looked(4), Soon).Next;

    /// <param name="life">Of the trainer, in the state to which it happens.</param>
    public static ImmutableArray<(string Name, SlotEvent Event, TimeSpan At)> Events(int life) =>
        [
            ("due", new SlotEvent.TrainerDue(), Soon),
            ("began", new SlotEvent.TrainerBegan(5), Soon),
            ("not begun", new SlotEvent.TrainerNotBegun("gone"), Soon),
            ("grant 1", new SlotEvent.Granted(Job(1)), Soon),
            ("grant 2", new SlotEvent.Granted(Job(2)), Soon),
            ("cancel 1", new SlotEvent.Cancelled(Attempt(1), null), Soon),
            ("keep 1", new SlotEvent.Cancelled(Attempt(1), "paused"), Soon),
            ("cancel 2", new SlotEvent.Cancelled(Attempt(2), null), Soon),
            ("leave", new SlotEvent.Leaving(), Soon),
            ("ready", new SlotEvent.Said(life, Ready), Soon),
            ("alive", new SlotEvent.Said(life, new TrainerLine.Alive()), Soon),
            ("progress", new SlotEvent.Said(life, new TrainerLine.Progress("epoch", 1, 9, null, null)), Soon),
            ("warning", new SlotEvent.Said(life, new TrainerLine.Warning("x")), Soon),
            ("completed", new SlotEvent.Said(life, Completed), Soon),
            ("failed", new SlotEvent.Said(life, Failed(FailureKind.Diverged)), Soon),
            ("cancelled", new SlotEvent.Said(life, Failed(FailureKind.Cancelled)), Soon),
            ("lost", new SlotEvent.Said(life, Failed(FailureKind.Lost)), Soon),
            ("not visible", new SlotEvent.Said(life, new TrainerLine.NotVisible("/f", "x")), Soon),
            ("printed", new SlotEvent.Printed(life, "x"), Soon),
            ("broke", new SlotEvent.Broke(life, "nonsense"), Soon),
            ("exited 2", new SlotEvent.Exited(life, 2, 5), Soon),
            ("exited 137", new SlotEvent.Exited(life, 137, 4), Soon),
            ("out of memory", new SlotEvent.Exited(life, 137, 5), Soon),
            ("looked", new SlotEvent.Looked(4), Soon),
            ("looked too late", new SlotEvent.Looked(4), TooLate),
            ("grace of 1 over", new SlotEvent.GraceOver(Attempt(1)), Soon),
            ("grace of 2 over", new SlotEvent.GraceOver(Attempt(2)), Soon),
            ("before completed", new SlotEvent.Said(life - 1, Completed), Soon),
            ("before printed", new SlotEvent.Printed(life - 1, "x"), Soon),
            ("before broke", new SlotEvent.Broke(life - 1, "nonsense"), Soon),
            ("before exited", new SlotEvent.Exited(life - 1, 2, 5), Soon),
        ];

    public static string Words(SlotState state) => string.Concat(
        state.View.Status.ToString().ToLowerInvariant(), state.View.Running is { } attempt ? $" {attempt.Attempt}" : "",
        state.Stage == TrainerStage.Parting ? " parting" : "", state.View.Trouble is { } trouble ? $" '{Cut(trouble)}'" : "");

    public static string Words(SlotEffect effect) => effect switch
    {
        SlotEffect.BeginTrainer => "begin trainer",
        SlotEffect.EndTrainer => "end trainer",
        SlotEffect.KillTrainer => "kill trainer",
        SlotEffect.AskToStop => "ask to stop",
        SlotEffect.BeginLog begin => $"begin log {begin.Job.Attempt}",
        SlotEffect.Send send => $"send {send.Job.Attempt}",
        SlotEffect.NoteLine note => $"note {Kind(note.Line)}",
        SlotEffect.NotePrinted note => $"note printed {note.Line}",
        SlotEffect.NoteLeftOut note => $"note {note.Warnings} left out",
        SlotEffect.Tell { Report: SlotReport.Changed changed } => $"tell {changed.View.Status.ToString().ToLowerInvariant()}",
        SlotEffect.Tell { Report: SlotReport.Loaded } => "tell loaded",
        SlotEffect.Tell { Report: SlotReport.Ended ended } => $"tell {ended.Attempt.Attempt} ended: {Words(ended.Last)}",
        SlotEffect.Tell { Report: SlotReport.Said said } => $"tell {said.Attempt.Attempt} said: {Words(said.Line)}",
        SlotEffect.Warn => "warn",
        SlotEffect.WarnOfExit exit => $"warn {exit.Code}",
        SlotEffect.WarnOfOvertime => "warn of overtime",
        SlotEffect.StartAgainAfter again => $"again after {again.Pause.TotalSeconds} s",
        SlotEffect.BeginGrace grace => $"grace of {grace.Attempt.Attempt}",
        SlotEffect.CancelGrace => "no grace",
        SlotEffect.CancelTimers => "no timers",
        _ => throw new InvalidOperationException(effect.GetType().Name),
    };

    private static string Words(TrainerLine line) => line is TrainerLine.Failed failed ? $"{failed.Kind} '{Cut(failed.Reason)}'" : Kind(line);

    private static string Kind(TrainerLine line) => line is TrainerLine.Failed failed ? failed.Kind.ToString() : line.GetType().Name;

    private static string Cut(string text)
    {
        var gist = text.Replace("The trainer process ", "it ", StringComparison.Ordinal);
        return gist.Length > 16 ? gist[..16] + "…" : gist;
    }
}
