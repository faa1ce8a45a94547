using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>What is to be done next, in this order.</summary>
internal abstract record SlotEffect
{
    /// <summary>
    /// Starts a trainer process, whose words and end carry this life. The answer, <see cref="SlotEvent.TrainerBegan"/> or
    /// <see cref="SlotEvent.TrainerNotBegun"/>, is told before anything else happens: it is always the last effect.
    /// </summary>
    public sealed record BeginTrainer(int Life) : SlotEffect;

    /// <summary>Ends the trainer process, if there is one still, and listens to it no more.</summary>
    public sealed record EndTrainer : SlotEffect;

    /// <summary>Ends the trainer process and waits for its exit.</summary>
    public sealed record KillTrainer : SlotEffect;

    /// <summary>Asks the trainer to end its job with what that finished on disk; the answer is the job's end.</summary>
    public sealed record AskToStop : SlotEffect;

    public sealed record BeginLog(Job Job, TrainerLine.Ready Trainer) : SlotEffect;

    public sealed record Send(Job Job) : SlotEffect;

    /// <summary>Into the log of the attempt.</summary>
    public sealed record NoteLine(TrainerLine Line) : SlotEffect;

    /// <summary>Into the logs of the attempt and of the node.</summary>
    public sealed record NotePrinted(string Line) : SlotEffect;

    /// <summary>Into the log of the attempt: so many warnings are not in it.</summary>
    public sealed record NoteLeftOut(int Warnings) : SlotEffect;

    public sealed record Tell(SlotReport Report) : SlotEffect;

    /// <summary>A warning in the node's log.</summary>
    public sealed record Warn(string Words) : SlotEffect;

    public sealed record WarnOfExit(int Code, AttemptId Attempt) : SlotEffect;

    public sealed record WarnOfOvertime(AttemptId Attempt) : SlotEffect;

    /// <summary><see cref="SlotEvent.TrainerDue"/> follows after this pause.</summary>
    public sealed record StartAgainAfter(TimeSpan Pause) : SlotEffect;

    /// <summary><see cref="SlotEvent.GraceOver"/> follows after <see cref="SlotRules.KeepWithin"/>.</summary>
    public sealed record BeginGrace(AttemptId Attempt) : SlotEffect;

    public sealed record CancelGrace : SlotEffect;

    /// <summary>Nothing follows of itself any more: no look, no start, no end of a grace.</summary>
    public sealed record CancelTimers : SlotEffect;
}
