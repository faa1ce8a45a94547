using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class StageOrderTests
{
    private static readonly RunSpecification Shards = Specification with { Evaluation = Specification.Evaluation with { Bootstrap = 500 } };

    private static NextStep Evaluation(RunState run) => NextStep.Within(RunGraph.Whole, run, Shards, stage => stage == RunStage.Evaluation);

    private static RunState Asked(RunState run) => run.After(run.OnRequest(Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs, Now));

    private static RunState Fused()
    {
        var run = WithFolds();
        run = JobKinds.Folds(run, Specification).Aggregate(run, (state, fold) => state.Official(fold.Id.Value));
        return run.After(run.OnRequest(JobKinds.Fusion(run, Specification), Now)).Official("fusion");
    }

    private static readonly string[] Explanations =
        [.. from branch in new[] { "mri", "clinical" } from fold in Enumerable.Range(0, 5) select $"explain-{branch}-{fold}"];

    private static RunState Explained(RunState run) => Explanations.Aggregate(run, (state, job) => state.Official(job));

    [Fact]
    public void What_needs_nothing_but_a_fold_model_is_asked_for_while_other_folds_are_trained()
    {
        var run = WithFolds();
        Assert.IsType<NextStep.Wait>(NextStep.Of(run.Official("mri-0"), Specification));
        run = run.Official("mri-0").Official("clinical-3");
        Assert.Equal("explain-clinical-3", Assert.Single(Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs).Id.Value);
        run = run.After(run.OnRequest(Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs, Now));
        Assert.IsType<NextStep.Wait>(NextStep.Of(run, Specification));
        Assert.Equal("explain-clinical-3", run.Waiting(Now).Last().Job.Value);
        Assert.Equal(9, run.Waiting(Now).Count());
        Assert.Equal("folds 2/10", RunProgress.Summary(run).Stage);

        run = run.After(run.OnDamage([new Damage(new JobId("clinical-3"), 1, "it is missing")], Now));
        Assert.Equal(["clinical-3", "explain-clinical-3"], run.Jobs.Values.Where(job => job.IsWithdrawn).Select(job => job.Request.Id.Value));
        var asked = run.OnRequest(Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs, Now);
        Assert.Equal("clinical-3", Assert.Single(Assert.IsType<AxSpa.Shared.Protocol.RunEvents.JobsRequested>(Assert.Single(asked)).Jobs).Id.Value);
    }

    [Fact]
    public void A_run_that_goes_only_as_far_as_its_folds_explains_none()
    {
        var run = Begun(RunStage.Clinical).WithCohort();
        run = run.After(run.OnRequest(JobKinds.Folds(run, Specification), Now)).Official("clinical-0");
        Assert.IsType<NextStep.Wait>(NextStep.Of(run, Specification));
    }

    [Fact]
    public void The_last_folds_model_is_explained_beside_the_fusion()
    {
        var run = WithFolds();
        run = JobKinds.Folds(run, Specification).Aggregate(run, (state, fold) => state.Official(fold.Id.Value));
        run = run.After(run.OnRequest(Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs, Now));
        Assert.IsType<NextStep.LaterStages>(NextStep.Of(run, Specification));
        run = run.After(run.OnRequest(JobKinds.Fusion(run, Specification), Now));
        Assert.Equal("fusion", RunProgress.Summary(run).Stage);
        Assert.Equal(["fusion", "explain-clinical-0"], run.Waiting(Now).Take(2).Select(job => job.Job.Value));
        Assert.IsType<NextStep.LaterStages>(NextStep.Of(run.Official("fusion"), Specification));
    }

    [Fact]
    public void A_run_of_before_whose_explanation_is_under_way_or_done_is_asked_for_nothing_that_it_did_not_know()
    {
        var run = WithFolds();
        run = JobKinds.Folds(run, Specification).Aggregate(run, (state, fold) => state.Official(fold.Id.Value));
        run = run.After(run.OnRequest(JobKinds.Fusion(run, Specification), Now)).Official("fusion");
        run = run.After(run.OnRequest(
            [
                new(JobKinds.ExplainJob, JobKind.Explain,
                    [JobKinds.CohortJob, JobKinds.FusionJob, .. JobKinds.Folds(run, Specification).Select(fold => fold.Id)]),
                .. JobKinds.Bootstrap(Shards.Evaluation.Bootstrap),
            ], Now));
        Assert.IsType<NextStep.LaterStages>(NextStep.Of(run, Shards));
        Assert.IsType<NextStep.Wait>(Evaluation(run));
        run = run.Official("bootstrap-0").Official("bootstrap-1");
        Assert.IsType<NextStep.Wait>(Evaluation(run));
        run = run.Official("explain");
        Assert.Equal("report", Assert.Single(Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs).Id.Value);
        run = Asked(run).Official("report");
        Assert.IsType<NextStep.Complete>(Evaluation(run));

        run = run.After(run.OnDamage([new Damage(JobKinds.ExplainJob, 1, "it is missing")], Now));
        Assert.Equal(12, Assert.Single(Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs).Reads.Length);
    }

    [Fact]
    public void The_models_are_explained_beside_the_bootstrap_and_the_report_waits_for_both()
    {
        var run = Fused();
        Assert.Equal([.. Explanations, "bootstrap-0", "bootstrap-1"], Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs.Select(job => job.Id.Value));
        run = Explained(Asked(run));
        Assert.Equal("explain", Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs[0].Id.Value);
        run = Asked(run).Official("explain").Official("bootstrap-0");
        Assert.IsType<NextStep.Wait>(Evaluation(run));
        run = Asked(run.Official("bootstrap-1"));
        Assert.Equal(["cohort", "fusion", "mri-0"], run.Job(JobKinds.ReportJob)!.Request.Reads.Take(3).Select(job => job.Value));
        Assert.Equal(["explain", "bootstrap-0", "bootstrap-1"], run.Job(JobKinds.ReportJob)!.Request.Reads.TakeLast(3).Select(job => job.Value));
        Assert.IsType<NextStep.Complete>(Evaluation(run.Official("report")));
    }

    [Fact]
    public void A_shard_that_is_damaged_after_the_report_is_asked_for_alone()
    {
        var run = Asked(Asked(Explained(Asked(Fused()))).Official("explain").Official("bootstrap-0").Official("bootstrap-1")).Official("report");
        run = run.After(run.OnDamage([new Damage(new JobId("bootstrap-1"), 1, "it is missing")], Now));
        var asked = run.OnRequest(Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs, Now);
        Assert.Equal("bootstrap-1", Assert.Single(Assert.IsType<AxSpa.Shared.Protocol.RunEvents.JobsRequested>(Assert.Single(asked)).Jobs).Id.Value);
    }

    [Fact]
    public void Each_stage_hands_the_run_to_the_next_one_as_far_as_it_goes()
    {
        Assert.Equal(RunStage.Fusion, StageOwners.First);
        Assert.Equal(RunStage.Evaluation, StageOwners.After(RunStage.Fusion, RunStage.Evaluation)!.Stage);
        Assert.Null(StageOwners.After(RunStage.Fusion, RunStage.Fusion));
        Assert.Null(StageOwners.After(RunStage.Evaluation, RunStage.Evaluation));
    }

    [Fact]
    public void What_is_shown_of_a_run_is_the_furthest_that_was_asked_for_and_folds_as_long_as_one_is_open()
    {
        static string Shown(RunState run) => RunProgress.Summary(run).Stage;
        Assert.Equal("cohort", Shown(Begun()));
        Assert.Equal("folds 0/10", Shown(WithFolds()));
        Assert.Equal("folds 1/10", Shown(WithFolds().Official("mri-0")));
        Assert.Equal("fusion", Shown(Fused()));
        var run = Asked(Fused());
        Assert.Equal("evaluation", Shown(run));
        Assert.Equal("folds 9/10", Shown(run.After(run.OnDamage([new Damage(new JobId("mri-0"), 1, "it is missing")], Now))));
    }
}
