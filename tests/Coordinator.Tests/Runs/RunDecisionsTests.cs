using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class RunDecisionsTests
{
    private static readonly RunState CohortGranted = Begun().After(Begun().OnRequest(JobKinds.Cohort, Now)).Granted("cohort");

    private static readonly RunState Training = WithFolds().Granted("mri-0");

    private static NodeProtocol.JobCompleted CompletedBy(NodeId node, int attempt) => new(Attempt("cohort", attempt), node, [], NoFigures);

    [Fact]
    public void The_attempt_that_holds_the_grant_makes_its_result_official() =>
        Assert.IsType<RunEvents.JobMadeOfficial>(Assert.Single(CohortGranted.OnCompleted(CompletedBy(Node, 1), Now)));

    [Fact]
    public void A_late_answer_of_an_older_attempt_is_refused()
    {
        var second = CohortGranted.After(CohortGranted.OnFailed(Attempt("cohort", 1), Node, FailureKind.Lost, "gone", 0, Now)).Granted("cohort");
        Assert.Equal(2, second.Job(JobKinds.CohortJob)!.Attempts);
        Assert.Empty(second.OnCompleted(CompletedBy(Node, 1), Now));
        Assert.Single(second.OnCompleted(CompletedBy(Node, 2), Now));
    }

    [Fact]
    public void An_answer_from_another_life_of_the_node_is_refused() => Assert.Empty(CohortGranted.OnCompleted(CompletedBy(OtherLife, 1), Now));

    [Fact]
    public void A_result_is_made_official_once()
    {
        var official = CohortGranted.After(CohortGranted.OnCompleted(CompletedBy(Node, 1), Now));
        Assert.Empty(official.OnCompleted(CompletedBy(Node, 1), Now));
    }

    /// <summary>The only thing that the journal has of it is what it always had.</summary>
    [Fact]
    public void A_run_whose_cohort_is_refused_is_refused_with_the_reason_and_any_other_failed_run_is_not()
    {
        var refused = CohortGranted.After(CohortGranted.OnFailed(Attempt("cohort", 1), Node, FailureKind.BadInput, "row 4: 'inf' is no number.", 0, Now));
        Assert.Equal((RunStatus.Failed, "row 4: 'inf' is no number.", JobKinds.CohortJob), (refused.Status, refused.Refusal, refused.FailedJob!.Value));
        var summary = RunProgress.Summary(refused);
        Assert.Equal((RunStatus.Failed, "refused", "refused", refused.Refusal), (summary.Status, summary.State(), summary.Stage, summary.Refusal));
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var later = Training.After(Training.OnFailed(Attempt("mri-0", 1), Node, kind, "why", 0, Now));
            Assert.Null(later.Refusal);
            Assert.Equal(later.Status == RunStatus.Failed ? new JobId("mri-0") : null, later.FailedJob);
        }
        Assert.Null(refused.After(new RunEvents.Resumed(Now)).FailedJob);
    }

    [Fact]
    public void A_job_that_is_granted_is_not_granted_again() => Assert.Empty(CohortGranted.OnOffer(JobKinds.CohortJob, Node, 1, "cpu", Now));

    [Fact]
    public void Being_lost_never_counts_against_a_job()
    {
        var run = CohortGranted;
        for (var attempt = 1; attempt <= 10; attempt++)
            run = run.After(run.OnFailed(Attempt("cohort", attempt), Node, FailureKind.Lost, "gone", 0, Now)).Granted("cohort");
        Assert.Equal(RunStatus.Running, run.Status);
        Assert.Equal(11, run.Job(JobKinds.CohortJob)!.Attempts);
    }

    [Fact]
    public void Three_crashes_in_a_row_without_an_epoch_end_the_run_with_the_last_reason()
    {
        var run = CohortGranted;
        for (var attempt = 1; attempt <= 2; attempt++)
            run = run.After(run.OnFailed(Attempt("cohort", attempt), Node, FailureKind.Crashed, "code 139", 0, Now)).Granted("cohort");
        Assert.Equal(RunStatus.Running, run.Status);
        run = run.After(run.OnFailed(Attempt("cohort", 3), Node, FailureKind.Crashed, "code 139", 0, Now));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("code 139", run.Failure);
    }

    [Fact]
    public void A_crash_after_a_completed_epoch_does_not_count()
    {
        var run = CohortGranted;
        for (var attempt = 1; attempt <= 5; attempt++)
            run = run.After(run.OnFailed(Attempt("cohort", attempt), Node, FailureKind.Crashed, "code 137", attempt % 2 == 0 ? attempt : 0, Now))
                .Granted("cohort");
        Assert.Equal(RunStatus.Running, run.Status);
    }

    [Fact]
    public void Crashes_that_never_get_beyond_the_same_epoch_end_the_run_in_the_end()
    {
        var run = CohortGranted;
        for (var attempt = 1; attempt <= RetryPolicy.LongestStandstill; attempt++)
            run = run.After(run.OnFailed(Attempt("cohort", attempt), Node, FailureKind.Crashed, "code 139", 3, Now)).Granted("cohort");
        Assert.Equal(RunStatus.Running, run.Status);
        run = run.After(run.OnFailed(Attempt("cohort", RetryPolicy.LongestStandstill + 1), Node, FailureKind.Crashed, "code 139", 3, Now));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("beyond epoch 3", run.Failure);
    }

    [Fact]
    public void Crashes_that_each_get_further_never_end_the_run()
    {
        var run = CohortGranted;
        for (var attempt = 1; attempt <= 30; attempt++)
            run = run.After(run.OnFailed(Attempt("cohort", attempt), Node, FailureKind.Crashed, "code 137", attempt, Now)).Granted("cohort");
        Assert.Equal(RunStatus.Running, run.Status);
    }

    [Theory]
    [InlineData(FailureKind.Crashed, true)]
    [InlineData(FailureKind.Lost, false)]
    public void What_failed_on_a_node_prefers_another_one_and_a_crash_without_an_epoch_insists_on_it(FailureKind kind, bool insists)
    {
        var run = CohortGranted.After(CohortGranted.OnFailed(Attempt("cohort", 1), Node, kind, "why", 0, Now));
        var waiting = Assert.Single(run.Waiting(Now));
        Assert.Equal([Node], waiting.Avoided);
        Assert.Equal(insists, waiting.RequiresOtherNode);
    }

    [Fact]
    public void A_granted_slot_is_held_until_its_attempt_ends()
    {
        Assert.Equal([new HeldSlot(Attempt("cohort", 1), Node, 0)], CohortGranted.Held());
        Assert.Empty(CohortGranted.After(CohortGranted.OnCompleted(CompletedBy(Node, 1), Now)).Held());
        Assert.Empty(CohortGranted.After(CohortGranted.OnCancel(Now)).Held());
    }

    [Theory]
    [InlineData(FailureKind.BadInput)]
    [InlineData(FailureKind.Diverged)]
    [InlineData(FailureKind.OutOfMemory)]
    public void What_would_only_happen_again_ends_the_run_at_once(FailureKind kind)
    {
        var run = CohortGranted.After(CohortGranted.OnFailed(Attempt("cohort", 1), Node, kind, "the reason", 0, Now));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(kind, run.FailureKind);
        Assert.Contains("the reason", run.Failure);
    }

    [Fact]
    public void A_full_disk_is_waited_out_with_growing_pauses()
    {
        var run = CohortGranted.After(CohortGranted.OnFailed(Attempt("cohort", 1), Node, FailureKind.Storage, "no space", 0, Now));
        Assert.Empty(run.OnOffer(JobKinds.CohortJob, Node, 0, "cpu", Now.AddSeconds(4)));
        Assert.Single(run.OnOffer(JobKinds.CohortJob, Node, 0, "cpu", Now.AddSeconds(5)));
        var kept = Assert.Single(run.Blocked(null, [], Now.AddSeconds(2)));
        Assert.Equal("cohort", Assert.Single(kept.Jobs).Value);
        Assert.Contains("cohort failed (attempt 1: no space) and is tried again at 2026-01-02 03:04:10Z", kept.Reason);
        Assert.Empty(run.Blocked(null, [], Now.AddSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(10), RetryPolicy.StoragePause(2));
        Assert.Equal(TimeSpan.FromSeconds(120), RetryPolicy.StoragePause(50));
    }

    [Fact]
    public void A_file_that_the_node_does_not_see_sends_the_job_elsewhere_and_counts_for_nothing()
    {
        var unseen = new NodeProtocol.FileNotVisible(Attempt("cohort", 1), Node, "/data/c.csv", "there is no such file");
        var happened = CohortGranted.OnNotVisible(unseen, isSeenHere: true, Now);
        Assert.Equal(new RunEvents.FileNotVisible(JobKinds.CohortJob, 1, Node, "/data/c.csv", Now), Assert.Single(happened));
        var run = CohortGranted.After(happened);
        Assert.Equal([new UnseenFile(Node, "/data/c.csv", Now, 1)], Assert.Single(run.Waiting(Now)).Unseen);
        Assert.Empty(run.OnNotVisible(unseen, isSeenHere: true, Now)); // a late answer
        var again = run.Granted("cohort");
        again = again.After(again.OnNotVisible(unseen with { Attempt = Attempt("cohort", 2) }, true, Now));
        Assert.Equal((2, Now.AddSeconds(20)), (Assert.Single(again.Waiting(Now)).Unseen[0].Times, again.Waiting(Now).Single().Unseen[0].AgainAt));
    }

    [Fact]
    public void A_file_that_the_coordinator_does_not_see_either_was_never_there()
    {
        var unseen = new NodeProtocol.FileNotVisible(Attempt("cohort", 1), Node, "/data/c.csv", "/data/c.csv: there is no such file.");
        var run = CohortGranted.After(CohortGranted.OnNotVisible(unseen, isSeenHere: false, Now));
        Assert.Equal((RunStatus.Failed, FailureKind.BadInput, "/data/c.csv: there is no such file."), (run.Status, run.FailureKind, run.Failure));
    }

    [Fact]
    public void Jobs_that_have_not_met_a_full_disk_yet_wait_with_the_one_that_has()
    {
        var run = Training.After(Training.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Storage, "no space", 0, Now));
        Assert.Empty(run.Waiting(Now.AddSeconds(4)));
        Assert.Empty(run.OnOffer(new JobId("mri-1"), Node, 0, "cpu", Now.AddSeconds(4)));
        Assert.Contains("mri-0 failed (attempt 1: no space) and is tried again at 2026-01-02 03:04:10Z",
            Assert.Single(run.Blocked(null, [], Now.AddSeconds(4))).Reason);
        Assert.Contains(run.Waiting(Now.AddSeconds(5)), job => job.Job == new JobId("mri-0"));
        Assert.Contains(run.Waiting(Now.AddSeconds(5)), job => job.Job == new JobId("mri-1"));
    }

    [Fact]
    public void A_job_that_met_a_full_disk_is_tried_again_although_another_one_still_waits_for_it()
    {
        var run = Training.Granted("mri-1");
        run = run.After(run.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Storage, "no space", 0, Now));
        run = run.After(run.OnFailed(Attempt("mri-1", 1), Node, FailureKind.Storage, "no space", 0, Now.AddSeconds(3)));
        Assert.Equal(new JobId("mri-0"), Assert.Single(run.Waiting(Now.AddSeconds(5))).Job);
    }

    [Fact]
    public void A_cancelled_run_grants_and_records_nothing_more()
    {
        var run = CohortGranted.After(CohortGranted.OnCancel(Now));
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Empty(run.OnCompleted(CompletedBy(Node, 1), Now));
        Assert.Empty(run.OnOffer(JobKinds.CohortJob, Node, 0, "cpu", Now));
        Assert.Empty(run.OnCancel(Now));
    }

    [Fact]
    public void A_completed_run_is_opened_again_only_by_a_later_stage()
    {
        var run = Begun(RunStage.Cohort).After(new RunEvents.Completed(Now));
        Assert.Empty(run.OnExtend(RunStage.Cohort, Now));
        var extended = run.After(run.OnExtend(RunStage.Fusion, Now));
        Assert.Equal((RunStatus.Running, RunStage.Fusion), (extended.Status, extended.Until));
    }
}
