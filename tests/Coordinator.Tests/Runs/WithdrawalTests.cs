using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class WithdrawalTests
{
    private static readonly JobId Fold = new("mri-0");
    private static readonly RunState Trained = Until(RunStage.Mri);
    private static readonly RunState Reported = Until(RunStage.Evaluation);

    /// <summary>A run whose every job up to the stage is official, with one file each.</summary>
    private static RunState Until(RunStage stage)
    {
        var run = All(Begun(stage).WithCohort(), run => JobKinds.Folds(run, Specification));
        if (stage == RunStage.Evaluation)
        {
            run = All(run, now => JobKinds.Fusion(now, Specification));
            var fewDraws = Specification with { Evaluation = Specification.Evaluation with { Bootstrap = 50 } };
            run = All(run, now => JobKinds.Explanations(now, fewDraws));
            run = All(run, now => [JobKinds.Explain(now, fewDraws), .. JobKinds.Bootstrap(fewDraws.Evaluation.Bootstrap)]);
            run = All(run, now => JobKinds.Report(now, fewDraws));
        }
        return run.After(new RunEvents.Completed(Now));
    }

    private static RunState All(RunState run, Func<RunState, ImmutableArray<JobRequest>> plan)
    {
        var jobs = plan(run);
        return jobs.Aggregate(run.After(run.OnRequest(jobs, Now)), (now, job) => now.Official(job.Id.Value));
    }

    private static RunState Damaged(RunState run, JobId job) =>
        run.After(run.OnDamage([new Damage(job, run.Job(job)!.Official!.Attempt, "x is missing.")], Now));

    /// <summary>Asked for again, granted and ended with one file.</summary>
    private static RunState Again(RunState run, ImmutableArray<JobRequest> asked, JobId job, string sha256)
    {
        var granted = run.After(run.OnRequest(asked, Now)).Granted(job.Value);
        var attempt = granted.Job(job)!.Attempts;
        return granted.After(granted.OnCompleted(
            new NodeProtocol.JobCompleted(Attempt(job.Value, attempt), Node, [new StoredFile($"runs/{Id}/{job}/attempt-{attempt}/result.csv", 1, sha256)],
                (granted.Job(JobKinds.CohortJob)!.Official ?? granted.Job(JobKinds.CohortJob)!.Former)!.Figures),
            Now));
    }

    private static IEnumerable<string> Withdrawn(RunState run) => run.Jobs.Values.Where(job => job.IsWithdrawn).Select(job => job.Request.Id.Value);

    [Fact]
    public void A_damaged_fold_opens_a_completed_run_again_and_is_asked_for_as_its_next_attempt()
    {
        var run = Damaged(Trained, Fold);
        Assert.Equal(RunStatus.Running, run.Status);
        Assert.Equal(["mri-0"], Withdrawn(run));
        Assert.Empty(run.OnOffer(Fold, Node, 0, "cpu", Now));
        var asked = Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs;
        Assert.Equal(["mri-0"], Assert.IsType<RunEvents.JobsRequested>(Assert.Single(run.OnRequest(asked, Now))).Jobs.Select(job => job.Id.Value));
        run = Again(run, asked, Fold, "00");
        Assert.Equal((2, RunStatus.Running), (run.Job(Fold)!.Official!.Attempt, run.Status));
        Assert.IsType<NextStep.Complete>(NextStep.Of(run, Specification));
    }

    [Fact]
    public void What_was_made_from_it_stays_where_the_new_files_are_the_same()
    {
        var run = Damaged(Reported, Fold);
        Assert.Equal(["mri-0"], Withdrawn(run));
        run = Again(run, JobKinds.Folds(run, Specification), Fold, "00");
        Assert.Empty(Withdrawn(run));
        Assert.All(run.Jobs.Values, job => Assert.NotNull(job.Official));
    }

    [Fact]
    public void What_was_made_from_it_is_made_anew_where_they_differ()
    {
        var run = Damaged(Reported, Fold);
        run = Again(run, JobKinds.Folds(run, Specification), Fold, "11");
        Assert.Equal(["explain-mri-0", "fusion", "report"], Withdrawn(run));
        run = Again(run, JobKinds.Fusion(run, Specification), JobKinds.FusionJob, "11");
        Assert.Equal(["bootstrap-0", "explain", "explain-mri-0", "explain-mri-1", "explain-mri-2", "explain-mri-3", "explain-mri-4", "report"],
            Withdrawn(run));
        Assert.Contains(run.InputsOf(run.Job(JobKinds.FusionJob)!.Request)!.Value,
            input => input.Path.EndsWith("mri-0/attempt-2/result.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void What_came_out_the_same_once_and_different_the_next_time_is_noticed_too()
    {
        var run = Damaged(Reported, Fold);
        run = Damaged(Again(run, JobKinds.Folds(run, Specification), Fold, "00"), Fold);
        run = Again(run, JobKinds.Folds(run, Specification), Fold, "11");
        Assert.Equal(["explain-mri-0", "fusion", "report"], Withdrawn(run));
    }

    [Fact]
    public void What_reads_a_withdrawn_result_has_no_inputs_until_it_is_there_again()
    {
        var run = Begun().WithCohort();
        run = run.After(run.OnRequest(JobKinds.Folds(run, Specification), Now));
        Assert.NotNull(run.InputsOf(run.Job(Fold)!.Request));
        Assert.Null(Damaged(run, JobKinds.CohortJob).InputsOf(run.Job(Fold)!.Request));
    }

    [Fact]
    public void A_cohort_that_comes_out_the_same_keeps_every_fold()
    {
        var run = Damaged(Reported, JobKinds.CohortJob);
        run = Again(run, JobKinds.Cohort, JobKinds.CohortJob, "00");
        Assert.Empty(Withdrawn(run));
        Assert.Equal(2, run.Job(JobKinds.CohortJob)!.Official!.Attempt);
    }

    [Fact]
    public void A_cohort_that_comes_out_different_ends_the_run_and_the_run_can_go_on_when_the_input_is_put_back()
    {
        var run = Damaged(Reported, JobKinds.CohortJob);
        run = Again(run, JobKinds.Cohort, JobKinds.CohortJob, "11");
        Assert.Equal((RunStatus.Failed, FailureKind.BadInput), (run.Status, run.FailureKind));
        Assert.Contains("result.csv came out different", run.Failure);
        Assert.True(run.HadCohort);
        run = run.After(run.OnResume([], Now).Events);
        Assert.Equal(RunStatus.Running, run.Status);
        run = Again(run, JobKinds.Cohort, JobKinds.CohortJob, "00");
        Assert.Equal((RunStatus.Running, 3), (run.Status, run.Job(JobKinds.CohortJob)!.Official!.Attempt));
    }

    [Fact]
    public void Whatever_was_about_to_read_a_withdrawn_file_is_asked_for_anew()
    {
        var run = Begun().WithCohort();
        run = run.After(run.OnRequest(JobKinds.Folds(run, Specification), Now)).Granted("mri-0").Official("mri-1");
        run = Damaged(run, JobKinds.CohortJob);
        Assert.Equal(["cohort", "mri-0", "mri-2", "mri-3", "mri-4"], Withdrawn(run).Where(job => !job.StartsWith("clinical", StringComparison.Ordinal)));
        Assert.Empty(run.Held());
        // The attempt that still runs is of no use, whatever it says.
        Assert.Empty(run.OnCompleted(new NodeProtocol.JobCompleted(Attempt("mri-0", 1), Node, [], NoFigures), Now));
        run = Again(run, JobKinds.Cohort, JobKinds.CohortJob, "00");
        var asked = Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs;
        run = run.After(run.OnRequest(asked, Now));
        Assert.Empty(Withdrawn(run));
        Assert.All(run.InputsOf(run.Job(Fold)!.Request)!.Value, input => Assert.Contains("cohort/attempt-2/", input.Path));
        Assert.Equal(2, run.Granted("mri-0").Job(Fold)!.Grant!.Attempt);
        Assert.NotNull(run.Job(new JobId("mri-1"))!.Official);
    }

    [Fact]
    public void Damage_of_an_attempt_that_is_not_official_any_more_is_nothing() =>
        Assert.Empty(Trained.OnDamage([new Damage(Fold, 7, "x is missing."), new Damage(new JobId("mri-9"), 1, "x is missing.")], Now));
}
