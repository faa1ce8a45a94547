using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>Small runs for tests, made by the same events that a real one lives through.</summary>
internal static class MadeRun
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly RunId Id = new("20260102-030405-test");
    public static readonly NodeId Node = new("127.0.0.1", 5001, 1);
    public static readonly NodeId OtherLife = Node with { Incarnation = 2 };
    public static readonly ImmutableSortedDictionary<string, double> NoFigures = ImmutableSortedDictionary<string, double>.Empty;

    public static readonly RunSpecification Specification = new()
    {
        Name = "made",
        Cohort = new CohortOptions { Clinical = "/c.csv", Label = new LabelOptions("label", []) },
        Mri = new MriOptions(),
    };

    public static RunState Begun(RunStage until = RunStage.Evaluation) =>
        RunState.From(new RunEvents.Submitted(Id, "key", "made", "yaml", until, Now)).Apply(new RunEvents.TookOver(1, Now));

    public static RunState After(this RunState run, params IEnumerable<RunEvents.IRunEvent> events) =>
        events.Aggregate(run, (state, happened) => state.Apply(happened));

    public static RunState WithCohort(this RunState run, double features = 3, double scans = 5) => run
        .After(run.OnRequest(JobKinds.Cohort, Now))
        .Official("cohort", new Dictionary<string, double> { [CohortMetricNames.Features] = features, [CohortMetricNames.Scans] = scans });

    public static RunState WithFolds()
    {
        var run = Begun().WithCohort();
        return run.After(run.OnRequest(JobKinds.Folds(run, Specification), Now));
    }

    /// <summary>What of later stages can begin already was asked for.</summary>
    public static RunState AskedAhead(this RunState run, RunSpecification specification) =>
        run.After(run.OnRequest(RunGraph.Whole.Ahead(run, specification), Now));

    /// <summary>Now, or as soon as it may be tried again.</summary>
    public static RunState Granted(this RunState run, string job) =>
        run.After(run.OnOffer(new JobId(job), Node, 0, "cpu", run.Job(new JobId(job))?.NotBefore is { } later && later > Now ? later : Now));

    public static RunState Official(this RunState run, string job, Dictionary<string, double>? figures = null)
    {
        var granted = run.Granted(job);
        return granted.After(granted.OnCompleted(
            new NodeProtocol.JobCompleted(Attempt(job, granted.Job(new JobId(job))!.Attempts), Node,
                [new StoredFile($"runs/{Id}/{job}/attempt-1/result.csv", 1, "00")], (figures ?? []).ToImmutableSortedDictionary()), Now));
    }

    public static AttemptId Attempt(string job, int attempt) => new(Id, new JobId(job), attempt);
}
