using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Views.Tests;

public sealed class RunProgressLinesTests
{
    [Fact]
    public void Nothing_new_is_no_line()
    {
        var run = Run(stage: "folds 0/10", jobs: Fold("mri-0", JobStatus.Running).AtEpoch(3, 10)) with { Warnings = ["x"], WaitingFor = "y" };
        Assert.Empty(RunProgressLines.Between(run, run));
    }

    [Fact]
    public void The_first_look_tells_what_goes_on_and_counts_what_is_done()
    {
        var run = Run(stage: "folds 1/10", jobs: [Fold("clinical-0", JobStatus.Completed), Fold("mri-0", JobStatus.Running).AtEpoch(3, 10), Fold("mri-1")]);
        Assert.Equal(
            [
                "stage: folds (3 to train)", "1 of 3 jobs so far are done already", "mri-0  started on cpu of 127.0.0.1:4055",
                "mri-0  epoch 3/10  loss 0.412  validation AUROC 0.871",
            ],
            RunProgressLines.Between(null, run));
    }

    [Fact]
    public void A_finished_fold_does_not_begin_the_stage_anew() =>
        Assert.Empty(RunProgressLines.Between(Run(stage: "folds 1/10"), Run(stage: "folds 2/10")));

    [Fact]
    public void A_stage_that_begins_is_told() =>
        Assert.Equal(["stage: fusion"], RunProgressLines.Between(Run(stage: "folds 10/10"), Run(stage: "fusion")));

    [Fact]
    public void A_finished_fold_is_told_with_its_figures() => Assert.Equal(
        ["mri-0  done in 40 s  best epoch 7  validation AUROC 0.871"],
        RunProgressLines.Between(
            Run(stage: "folds", jobs: Fold("mri-0", JobStatus.Running)),
            Run(stage: "folds",
                jobs: Fold("mri-0", JobStatus.Completed)
                    .WithFigures((FoldMetricNames.BestEpoch, 7), (FoldMetricNames.ValidationAuroc, 0.8712), (FoldMetricNames.Epochs, 10)))));

    [Fact]
    public void Another_job_is_told_with_the_figures_it_reports()
    {
        var cohort = Fold("mri-0", JobStatus.Completed) with { Job = new JobId("cohort"), Kind = JobKind.PrepareCohort, Fold = null };
        Assert.Equal(
            ["cohort  done in 40 s  cases 12  test patients 9"],
            RunProgressLines.Between(Run(stage: "cohort"), Run(stage: "cohort", jobs: cohort.WithFigures(("test_patients", 9), ("cases", 12)))));
    }

    [Fact]
    public void A_failed_attempt_is_told_with_its_reason_and_the_next_one_with_its_number()
    {
        var failed = Fold("mri-0") with { LastFailure = "attempt 1: the trainer ended with signal 9." };
        Assert.Equal(
            ["mri-0  attempt 1: the trainer ended with signal 9. It is tried again."],
            RunProgressLines.Between(Run(stage: "folds", jobs: Fold("mri-0", JobStatus.Running)), Run(stage: "folds", jobs: failed)));
        Assert.Equal(
            ["mri-0  started on cpu of 127.0.0.1:4055, attempt 2"],
            RunProgressLines.Between(Run(stage: "folds", jobs: failed),
                Run(stage: "folds", jobs: Fold("mri-0", JobStatus.Running, attempt: 2) with { LastFailure = failed.LastFailure })));
    }

    /// <summary>Whatever ended a run, in whatever stage: its reason stands in one line, and no line promises another attempt.</summary>
    [Theory]
    [InlineData("/t.csv: there is no such file.", true, "refused")]
    [InlineData("mri-0 diverged: the loss is NaN", false, "failed")]
    [InlineData("mri-0 crashed 3 times without completing an epoch; the last time: signal 9", false, "failed")]
    public void The_failure_that_ends_a_run_is_told_once_and_promises_nothing(string reason, bool isRefused, string word)
    {
        var job = Fold("mri-0", JobStatus.Failed) with { LastFailure = $"attempt 1: {reason}" };
        var ended = Run(RunStatus.Failed, jobs: job) with { Failure = reason };
        ended = ended with { Summary = ended.Summary with { Refusal = isRefused ? reason : null } };
        foreach (var before in new[] { null, Run(stage: "folds", jobs: Fold("mri-0", JobStatus.Running)), Run(stage: "folds", jobs: Fold("mri-0")) })
            Assert.Equal([$"run 20261123-120000-a1b2 {word} after 2 min 07 s: {reason}"], RunProgressLines.Between(before, ended));
    }

    [Fact]
    public void Counts_other_than_epochs_are_told_by_the_quarter()
    {
        var job = Fold("mri-0", JobStatus.Running) with { Job = new JobId("cohort"), Kind = JobKind.PrepareCohort, Stage = "scans", Of = 320 };
        var lines = Enumerable.Range(1, 319).SelectMany(step => RunProgressLines.Between(
            Run(stage: "cohort", jobs: job with { Step = step }), Run(stage: "cohort", jobs: job with { Step = step + 1 })));
        Assert.Equal(["cohort  scans 80/320", "cohort  scans 160/320", "cohort  scans 240/320", "cohort  scans 320/320"], lines);
    }

    [Fact]
    public void Only_new_warnings_are_told() => Assert.Equal(
        ["warning: b"],
        RunProgressLines.Between(Run(stage: "cohort") with { Warnings = ["a"] }, Run(stage: "cohort") with { Warnings = ["a", "b"] }));

    [Fact]
    public void A_wait_is_told_with_its_reason_but_not_the_moment_between_two_stages()
    {
        Assert.Equal(["waiting: no node is up"], RunProgressLines.Between(Run(stage: "folds"), Run(stage: "folds") with { WaitingFor = "no node is up" }));
        Assert.Empty(RunProgressLines.Between(Run(stage: "folds"), Run(stage: "folds") with { WaitingFor = RunProgressLines.BeingPlaced }));
    }

    [Theory]
    [InlineData(RunStatus.Completed, "run 20261123-120000-a1b2 completed in 2 min 07 s")]
    [InlineData(RunStatus.Cancelled, "run 20261123-120000-a1b2 was cancelled after 2 min 07 s")]
    [InlineData(RunStatus.Failed, "run 20261123-120000-a1b2 failed after 2 min 07 s: mri-0 diverged")]
    public void The_end_is_told_once(RunStatus status, string expected)
    {
        var ended = Run(status) with { Failure = "mri-0 diverged" };
        Assert.Equal([expected], RunProgressLines.Between(Run(), ended));
        Assert.Empty(RunProgressLines.Between(ended, ended));
    }
}
