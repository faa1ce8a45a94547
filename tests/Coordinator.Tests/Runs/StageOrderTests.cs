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

    [Fact]
    public void The_models_are_explained_beside_the_bootstrap_and_the_report_waits_for_both()
    {
        var run = Fused();
        Assert.Equal(["explain", "bootstrap-0", "bootstrap-1"], Assert.IsType<NextStep.Request>(Evaluation(run)).Jobs.Select(job => job.Id.Value));
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
        var run = Asked(Asked(Fused()).Official("explain").Official("bootstrap-0").Official("bootstrap-1")).Official("report");
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
