using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run does next, by its state alone.</summary>
public abstract record NextStep
{
    /// <summary>These jobs have not been asked for yet.</summary>
    public sealed record Request(ImmutableArray<JobRequest> Jobs) : NextStep;

    /// <summary>The cohort or some fold is still on its way.</summary>
    public sealed record Wait : NextStep;

    /// <summary>All folds are official: fusion and evaluation take over.</summary>
    public sealed record LaterStages : NextStep;

    /// <summary>Everything asked for is official.</summary>
    public sealed record Complete : NextStep;

    public static NextStep Of(RunState run, RunSpecification specification)
    {
        if (run.Job(RunPlan.CohortJob) is not { IsWithdrawn: false } cohort)
            return new Request(RunPlan.Cohort);
        if (cohort.Official is null)
            return new Wait();
        var folds = RunPlan.Folds(run, specification);
        if (folds.Any(fold => run.Job(fold.Id) is not { IsWithdrawn: false }))
            return new Request(folds);
        if (!run.AllOfficial(folds))
            return new Wait();
        return run.Until < RunStage.Fusion ? new Complete() : new LaterStages();
    }
}
