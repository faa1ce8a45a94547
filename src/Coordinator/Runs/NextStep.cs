using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run, or a stage of it, does next: by the run's state and the graph alone.</summary>
public abstract record NextStep
{
    /// <summary>Some of these jobs have not been asked for yet.</summary>
    public sealed record Request(ImmutableArray<JobRequest> Jobs) : NextStep;

    /// <summary>Something that was asked for is still on its way.</summary>
    public sealed record Wait : NextStep;

    /// <summary>What the run asks for itself is official: the stages that have owners take over.</summary>
    public sealed record LaterStages : NextStep;

    /// <summary>Everything asked for is official.</summary>
    public sealed record Complete : NextStep;

    /// <summary>
    /// Of the run itself, which asks for what comes before the first stage with an owner, and for what of a later one can begin before its owner is there.
    /// </summary>
    /// <param name="graph">Null: that of every run.</param>
    public static NextStep Of(RunState run, RunSpecification specification, RunGraph? graph = null)
    {
        graph ??= RunGraph.Whole;
        var step = Within(graph, run, specification, stage => stage < StageOwners.First);
        if (step is not Request && graph.Ahead(run, specification) is var ahead && ahead.Any(job => IsUnasked(run, job)))
            return new Request(ahead);
        return step is Complete && run.Until >= StageOwners.First ? new LaterStages() : step;
    }

    /// <summary>Within one stage or a few, whose turn it is.</summary>
    /// <returns>Complete: all of them is official, as far as the run goes.</returns>
    public static NextStep Within(RunGraph graph, RunState run, RunSpecification specification, Func<RunStage, bool> stages)
    {
        return graph.Due(run, specification, stages) is not { } due ? new Complete()
            : due.Any(job => IsUnasked(run, job)) ? new Request(due)
            : new Wait();
    }

    private static bool IsUnasked(RunState run, JobRequest job) => run.Job(job.Id) is not { IsWithdrawn: false };
}
