using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run and the actors of its later stages say to each other. All of it is local to the coordinator's process.</summary>
internal static class StageProtocol
{
    /// <summary>Run → stage: what is official now. Sent at the stage's beginning and after each of its results.</summary>
    public sealed record Official(RunState Run, RunSpecification Specification) : INoSerializationVerificationNeeded;

    /// <summary>Stage → run: these jobs are needed next. Asking again for a known job changes nothing.</summary>
    public sealed record Request(ImmutableArray<JobRequest> Jobs) : INoSerializationVerificationNeeded;

    /// <summary>Stage → run: nothing of this stage is open, and it hands the run over.</summary>
    public sealed record Finished(RunStage Stage) : INoSerializationVerificationNeeded;
}
