using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Effects = System.Collections.Immutable.ImmutableArray<AxSpa.GpuNode.SlotEffect>.Builder;

namespace AxSpa.GpuNode;

/// <summary>How an attempt comes to its end: by itself, because it is not wanted any more, or with what it finished kept for the next one.</summary>
internal sealed partial record SlotState
{
    private SlotState Cancelled(SlotEvent.Cancelled cancelled, Effects effects, TimeSpan now)
    {
        if (View.Running != cancelled.Attempt)
            return this;
        var end = new TrainerLine.Failed(FailureKind.Cancelled, cancelled.KeepFor ?? "The attempt was cancelled.");
        return cancelled.KeepFor is null ? EndsWith(end, restart: true, effects, now) : PartsWith(end, effects, now);
    }

    /// <summary>Whoever goes on with the attempt need not wait until this node is missed.</summary>
    private SlotState Leaving(Effects effects, TimeSpan now)
    {
        effects.Add(new SlotEffect.CancelTimers());
        var next = this with { Leaves = true, HasGrace = false };
        if (View.Running is not null)
            return next.PartsWith(new TrainerLine.Failed(FailureKind.Lost, "Its node was ended in order."), effects, now);
        return next.WithoutTrainer(effects).Becomes(Left, effects);
    }

    /// <summary>What works in epochs, as a fold, brings its last finished one to disk and ends itself; what has none, or takes too long, is ended.</summary>
    private SlotState PartsWith(TrainerLine.Failed end, Effects effects, TimeSpan now)
    {
        if (Job is null || RunGraph.Whole.Find(Job.Kind) is not { KeepsEpochs: true })
            return EndsWith(end, restart: true, effects, now);
        if (Parting is null)
            effects.Add(new SlotEffect.AskToStop());
        if (!HasGrace)
            effects.Add(new SlotEffect.BeginGrace(View.Running!));
        return this with { Parting = end, HasGrace = true };
    }

    private SlotState GraceOver(AttemptId attempt, Effects effects, TimeSpan now)
    {
        if (View.Running != attempt || Parting is not { } end)
            return this;
        effects.Add(new SlotEffect.WarnOfOvertime(attempt));
        return EndsWith(end, restart: true, effects, now);
    }

    /// <summary>It keeps to no protocol: nothing that it computes would be worth anything.</summary>
    private SlotState Broke(string why, Effects effects, TimeSpan now)
    {
        effects.Add(new SlotEffect.Warn(why));
        return View.Running is not null
            ? EndsWith(Parting ?? new TrainerLine.Failed(FailureKind.Crashed, why), restart: true, effects, now)
            : WithoutTrainer(effects).Pauses(why, effects);
    }

    private SlotState Exited(SlotEvent.Exited exited, Effects effects, TimeSpan now)
    {
        var next = WithoutTrainer(effects);
        if (View.Running is not { } attempt)
            return next.Pauses(View.Trouble ?? EndedWith(exited.Code), effects);
        effects.Add(new SlotEffect.WarnOfExit(exited.Code, attempt));
        return next.EndsWith(Parting ?? DiedOf(exited), restart: true, effects, now);
    }

    private TrainerLine.Failed DiedOf(SlotEvent.Exited exited) => exited.Code == Killed && exited.MemoryKills > MemoryKills
        ? new(FailureKind.OutOfMemory, "The kernel ended the trainer process because memory ran out on its machine or in its container.")
        : new(FailureKind.Crashed, EndedWith(exited.Code));

    private string EndedWith(int code) => $"The trainer process ended with code {code}. {string.Join(" | ", LastLines)}".Trim();

    /// <param name="restart">The trainer does not outlive the attempt, and another one is started.</param>
    private SlotState EndsWith(TrainerLine last, bool restart, Effects effects, TimeSpan now)
    {
        var attempt = View.Running!;
        effects.Add(new SlotEffect.CancelGrace());
        if (Warnings > MostWarnings)
            effects.Add(new SlotEffect.NoteLeftOut(Warnings - MostWarnings));
        effects.Add(new SlotEffect.NoteLine(last));
        var next = this with { Parting = null, HasGrace = false };
        if (restart || Leaves)
            next = next.WithoutTrainer(effects);
        // The end is told before the new state: a slot is never seen free while its result is still unknown.
        effects.Add(new SlotEffect.Tell(new SlotReport.Ended(attempt, last)));
        next = next.Becomes(Leaves ? Left : Idle(restart ? SlotStatus.Starting : SlotStatus.Free), effects);
        return restart && !Leaves ? next.TrainerBegins(effects, now) : next;
    }

    /// <summary>What it still says belongs to a life that is over.</summary>
    private SlotState WithoutTrainer(Effects effects)
    {
        if (!HasTrainer)
            return this;
        effects.Add(new SlotEffect.EndTrainer());
        return this with { HasTrainer = false };
    }
}
