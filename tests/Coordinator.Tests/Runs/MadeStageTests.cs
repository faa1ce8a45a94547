using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>A stage that no run has: trials between the cohort and the folds, of which the better half goes on to a second rung.</summary>
public sealed class MadeStageTests
{
    private const JobKind Trial = (JobKind)1000;
    private const int Trials = 4;

    private static readonly RunGraph Graph = new(RunGraph.Whole.Kinds.Insert(1, new JobKindDefinition(Trial, RunStage.Cohort, "trial")
    {
        Activity = "trials",
        Jobs = (run, _) => FirstRung.Concat(SecondRung(run)),
    }));

    private static ImmutableArray<JobRequest> FirstRung =>
        [.. Enumerable.Range(0, Trials).Select(trial => new JobRequest(Id(trial, rung: 1), Trial, [JobKinds.CohortJob]))];

    /// <summary>None before the whole first rung is official; each goes on from what its trial left there.</summary>
    private static IEnumerable<JobRequest> SecondRung(IRunResults run) => !run.AllOfficial(FirstRung) ? [] : Enumerable.Range(0, Trials)
        .OrderByDescending(trial => run.FiguresOf(Id(trial, rung: 1))!["auroc"]).Take(Trials / 2).Order()
        .Select(trial => new JobRequest(Id(trial, rung: 2), Trial, [JobKinds.CohortJob, Id(trial, rung: 1)]));

    private static JobId Id(int trial, int rung) => new(string.Create(CultureInfo.InvariantCulture, $"trial-{trial}-{rung}"));

    private static NextStep Next(RunState run) => NextStep.Of(run, Specification, Graph);

    private static RunState Requested(RunState run, out IEnumerable<string> asked)
    {
        var happened = run.OnRequest(Assert.IsType<NextStep.Request>(Next(run)).Jobs, Now);
        asked = Assert.IsType<RunEvents.JobsRequested>(Assert.Single(happened)).Jobs.Select(job => job.Id.Value);
        return run.After(happened);
    }

    private static RunState FirstRungDone()
    {
        var run = Requested(Begun().WithCohort(), out _);
        double[] auroc = [0.6, 0.9, 0.7, 0.8];
        return Enumerable.Range(0, Trials).Aggregate(run, (state, trial) => state.Official(Id(trial, rung: 1).Value, new() { ["auroc"] = auroc[trial] }));
    }

    [Fact]
    public void The_jobs_of_a_stage_may_follow_from_figures_of_results_that_came_before()
    {
        var run = Requested(Begun().WithCohort(), out var first);
        Assert.Equal(["trial-0-1", "trial-1-1", "trial-2-1", "trial-3-1"], first);
        Assert.IsType<NextStep.Wait>(Next(run));

        run = Requested(FirstRungDone(), out var second);
        Assert.Equal(["trial-1-2", "trial-3-2"], second);
        Assert.Equal([JobKinds.CohortJob, Id(1, rung: 1)], run.Job(Id(1, rung: 2))!.Request.Reads);
        Assert.IsType<NextStep.Wait>(Next(run));
    }

    [Fact]
    public void What_stands_behind_it_in_the_graph_waits_for_all_of_it()
    {
        var run = Requested(FirstRungDone(), out _).Official("trial-1-2");
        Assert.IsType<NextStep.Wait>(Next(run));
        run = Requested(run.Official("trial-3-2"), out var folds);
        Assert.Equal(JobKinds.Folds(run, Specification).Select(fold => fold.Id.Value), folds);
    }

    [Fact]
    public void A_damaged_result_of_the_first_rung_is_asked_for_again_before_anything_else()
    {
        var run = FirstRungDone();
        run = run.After(run.OnDamage([new Damage(Id(2, rung: 1), 1, "it is missing")], Now));
        Requested(run, out var again);
        Assert.Equal(["trial-2-1"], again);
    }

    [Fact]
    public void The_stages_with_owners_take_over_as_always()
    {
        var run = Requested(Requested(FirstRungDone(), out _).Official("trial-1-2").Official("trial-3-2"), out var folds);
        run = folds.Aggregate(run, (state, fold) => state.Official(fold)).AskedAhead(Specification);
        Assert.IsType<NextStep.LaterStages>(Next(run));
        Assert.Equal("fusion", Assert.Single(Assert.IsType<NextStep.Request>(
            NextStep.Within(Graph, run, Specification, stage => stage == RunStage.Fusion)).Jobs).Id.Value);
    }
}
