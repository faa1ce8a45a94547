using Akka.Actor;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run, the coordinator above it and its own helpers say to each other; local to one process.</summary>
internal static class RunMessages
{
    /// <summary>Coordinator → run: its specification was submitted again; the asker gets the answer.</summary>
    public sealed record Resubmit(RunSpecification Specification, RunStage Until) : INoSerializationVerificationNeeded;

    /// <summary>To itself: the files of the new submission were compared with those the run was begun with.</summary>
    public sealed record Resubmitted(RunStage Until, IActorRef Asker, string? Changed) : INoSerializationVerificationNeeded;

    /// <summary>To itself: the files the run was begun with were looked at.</summary>
    public sealed record InputsVerified(string? Changed) : INoSerializationVerificationNeeded;

    public sealed record VerifyAgain : INoSerializationVerificationNeeded;

    public sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Run → coordinator: it came to its end.</summary>
    public sealed record Closed(RunId Run, RunStatus Status) : INoSerializationVerificationNeeded;

    /// <summary>Run → coordinator: it was completed, and now goes on to a later stage.</summary>
    public sealed record Reopened(RunId Run) : INoSerializationVerificationNeeded;
}
