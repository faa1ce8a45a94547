using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class JobKindsTests
{
    private static IEnumerable<string> Folds(RunState run, RunSpecification? specification = null) =>
        JobKinds.Folds(run, specification ?? Specification).Select(job => job.Id.Value);

    [Fact]
    public void No_fold_is_asked_for_before_the_cohort_is_official() => Assert.Empty(Folds(Begun()));

    [Fact]
    public void Both_branches_have_the_folds_of_the_specification() => Assert.Equal(
        ["mri-0", "mri-1", "mri-2", "mri-3", "mri-4", "clinical-0", "clinical-1", "clinical-2", "clinical-3", "clinical-4"],
        Folds(Begun().WithCohort()));

    [Fact]
    public void A_branch_without_data_has_no_folds()
    {
        Assert.DoesNotContain("mri-0", Folds(Begun().WithCohort(scans: 0)));
        Assert.DoesNotContain("clinical-0", Folds(Begun().WithCohort(features: 0)));
    }

    [Fact]
    public void A_branch_left_out_of_the_specification_has_no_folds()
    {
        Assert.DoesNotContain("mri-0", Folds(Begun().WithCohort(), Specification with { Mri = null }));
        Assert.DoesNotContain("clinical-0", Folds(Begun().WithCohort(), Specification with { Clinical = null }));
    }

    [Theory]
    [InlineData(RunStage.Cohort, 0)]
    [InlineData(RunStage.Mri, 5)]
    [InlineData(RunStage.Clinical, 10)]
    public void A_run_goes_as_far_as_it_was_asked_to(RunStage until, int folds) => Assert.Equal(folds, Folds(Begun(until).WithCohort()).Count());

    [Fact]
    public void A_repeated_cross_validation_has_all_folds_again_under_names_of_their_own() => Assert.Equal(
        ["mri-0", "mri-1", "mri-r2-0", "mri-r2-1", "mri-r3-0", "mri-r3-1", "clinical-0", "clinical-1", "clinical-r2-0", "clinical-r2-1", "clinical-r3-0",
            "clinical-r3-1"],
        Folds(Begun().WithCohort(), Specification with { Folds = 2, Repeats = 3 }));

    [Fact]
    public void The_fusion_reads_every_repeat_and_the_explanation_only_the_models_of_the_first()
    {
        var twice = Specification with { Repeats = 2 };
        var run = Begun().WithCohort();
        var folds = JobKinds.Folds(run, twice);
        run = run.After(run.OnRequest(folds, Now));
        var allButOne = folds.SkipLast(1).Aggregate(run, (state, fold) => state.Official(fold.Id.Value)).AskedAhead(twice);
        Assert.IsType<NextStep.Wait>(NextStep.Of(allButOne, twice));
        run = folds.Aggregate(run, (state, fold) => state.Official(fold.Id.Value)).AskedAhead(twice);
        Assert.IsType<NextStep.LaterStages>(NextStep.Of(run, twice));
        Assert.Equal(21, JobKinds.Fusion(run, twice)[0].Reads.Length);

        run = run.After(run.OnRequest(JobKinds.Fusion(run, twice), Now)).Official("fusion");
        Assert.Equal(12, JobKinds.Explain(run, twice).Reads.Length);
        Assert.DoesNotContain(JobKinds.Explain(run, twice).Reads, job => job.Value.Contains("-r2-", StringComparison.Ordinal));
        Assert.Equal(10, JobKinds.Explanations(run, twice).Length);
    }

    [Fact]
    public void Each_fold_model_is_explained_by_a_job_of_its_own_which_needs_the_predictions_only_where_they_choose_whom()
    {
        var jobs = JobKinds.Explanations(Begun().WithCohort(), Specification with { Folds = 2 });
        Assert.Equal(["explain-mri-0", "explain-mri-1", "explain-clinical-0", "explain-clinical-1"], jobs.Select(job => job.Id.Value));
        Assert.Equal(["cohort", "fusion", "mri-1"], jobs[1].Reads.Select(read => read.Value));
        Assert.Equal(["cohort", "clinical-0"], jobs[2].Reads.Select(read => read.Value));
        Assert.All(jobs, job => Assert.Equal($"explain-{job.Fold}", job.Id.Value));
    }

    [Fact]
    public void A_run_whose_explanation_was_asked_for_in_one_job_keeps_to_it()
    {
        var run = Begun().WithCohort();
        var folds = JobKinds.Folds(run, Specification);
        run = folds.Aggregate(run.After(run.OnRequest(folds, Now)), (state, fold) => state.Official(fold.Id.Value));
        run = run.After(run.OnRequest(JobKinds.Fusion(run, Specification), Now)).Official("fusion");
        var former = new JobRequest(JobKinds.ExplainJob, JobKind.Explain, [JobKinds.CohortJob, JobKinds.FusionJob, .. folds.Select(fold => fold.Id)]);
        run = run.After(run.OnRequest([former], Now));
        foreach (var state in new[] { run, run.Official("explain") })
        {
            Assert.Empty(JobKinds.Explanations(state, Specification));
            Assert.Equal(former.Reads.AsEnumerable(), JobKinds.Explain(state, Specification).Reads);
            Assert.DoesNotContain(JobKinds.Report(state, Specification)[0].Reads, read => read.Value.StartsWith("explain-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(10_007)]
    public void The_shards_cover_every_draw_once_whatever_their_number(int draws)
    {
        var covered = JobKinds.Bootstrap(draws).SelectMany(shard => Enumerable.Range(shard.Draws!.Value.First, shard.Draws.Value.Count));
        Assert.Equal(Enumerable.Range(0, draws), covered);
    }

    [Fact]
    public void The_fusion_reads_the_cohort_and_every_fold()
    {
        var run = Begun().WithCohort();
        var folds = JobKinds.Folds(run, Specification);
        run = run.After(run.OnRequest(folds, Now));
        run = folds.Aggregate(run, (state, fold) => state.Official(fold.Id.Value));
        Assert.True(run.AllOfficial(folds));
        Assert.Equal(11, JobKinds.Fusion(run, Specification)[0].Reads.Length);
    }
}
