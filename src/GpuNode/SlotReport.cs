using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>What a slot tells its node.</summary>
internal abstract record SlotReport : INoSerializationVerificationNeeded
{
    /// <summary>The slot's state changed.</summary>
    public sealed record Changed(SlotView View) : SlotReport;

    /// <summary>The trainer has loaded its libraries.</summary>
    public sealed record Loaded(TrainerLine.Ready Trainer) : SlotReport;

    /// <summary>The attempt came to its end, with this last line.</summary>
    public sealed record Ended(AttemptId Attempt, TrainerLine Last) : SlotReport;

    /// <summary>The attempt said something on its way.</summary>
    public sealed record Said(AttemptId Attempt, TrainerLine Line) : SlotReport;
}
