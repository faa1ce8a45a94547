using System.Text.Json.Serialization;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class RunOrdersTests
{
    private static readonly FoldId Fold = new(BranchId.Mri, 0);
    private static readonly JobId FoldJob = new("mri-0");
    private static readonly RunState Training = WithFolds().Granted("mri-0");

    private static string Refusal(Decision decision)
    {
        Assert.Empty(decision.Events);
        return Assert.IsType<RunProtocol.Refused>(decision.Answer).Reason;
    }

    /// <summary>Those that the coordinator itself decides, for they are about more than the run.</summary>
    private static readonly Type[] Elsewhere = [typeof(RunProtocol.DeleteRun), typeof(QueueProtocol.MoveRun)];

    private static readonly RunProtocol.RunOrder[] Orders =
    [
        new RunProtocol.CancelRun(Training.Id), new RunProtocol.PauseRun(Training.Id, Now: false), new RunProtocol.ResumeRun(Training.Id),
        new RunProtocol.RetryFold(Training.Id, Fold), new QueueProtocol.PrioritizeRun(Training.Id, 7), new QueueProtocol.LimitRun(Training.Id, 2),
    ];

    [Fact]
    public void Every_order_about_a_run_comes_to_something()
    {
        var known = typeof(RunProtocol.Order).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
            .Select(derived => derived.DerivedType).Where(type => type.IsAssignableTo(typeof(RunProtocol.RunOrder))).Except(Elsewhere);
        Assert.Equal(known.Select(type => type.Name).Order(), Orders.Select(order => order.GetType().Name).Order());
        foreach (var order in Orders.Where(order => LookOrder.Of(order) is null))
            Assert.NotEmpty(Training.OnOrder(order, Now).Events);
    }

    private static RunProtocol.RunChanged Changed(Decision decision) => Assert.IsType<RunProtocol.RunChanged>(decision.Answer);

    [Fact]
    public void A_paused_run_grants_nothing_and_records_what_was_running()
    {
        var run = Training.After(Training.OnPause(atOnce: false, Now).Events);
        Assert.Equal((RunStatus.Running, true), (run.Status, run.IsPaused));
        Assert.Empty(run.Waiting(Now));
        Assert.Empty(run.OnOffer(new JobId("mri-1"), Node, 1, "cpu", Now));
        Assert.Single(run.OnCompleted(new NodeProtocol.JobCompleted(Attempt("mri-0", 1), Node, [], NoFigures), Now));
        run = run.After(run.OnResume([], Now).Events);
        Assert.Equal(9, run.Waiting(Now).Count());
    }

    [Fact]
    public void Paused_at_once_its_slots_are_free_and_nothing_counts_against_the_fold()
    {
        var paused = Training.OnPause(atOnce: true, Now);
        Assert.Equal(["Paused", "AttemptFailed"], paused.Events.Select(happened => happened.GetType().Name));
        Assert.Contains("1 attempt ended", Changed(paused).Note);
        var run = Training.After(paused.Events);
        Assert.Empty(run.Held());
        run = run.After(run.OnResume([], Now).Events);
        Assert.Contains(run.Waiting(Now), job => job.Job == FoldJob && job.Avoided.IsEmpty && !job.RequiresOtherNode);
        Assert.Equal(2, run.Granted("mri-0").Job(FoldJob)!.Attempts);
    }

    [Fact]
    public void Pausing_twice_is_refused_unless_it_now_ends_what_runs()
    {
        var run = Training.After(Training.OnPause(atOnce: false, Now).Events);
        Assert.Contains("paused already", Refusal(run.OnPause(atOnce: false, Now)));
        Assert.IsType<RunEvents.AttemptFailed>(Assert.Single(run.OnPause(atOnce: true, Now).Events));
    }

    [Fact]
    public void What_has_ended_is_not_paused_and_what_runs_is_not_resumed()
    {
        Assert.Contains("is cancelled; there is nothing to pause", Refusal(Training.After(Training.OnCancel(Now)).OnPause(false, Now)));
        Assert.Contains("running already", Refusal(Training.OnResume([], Now)));
        Assert.Contains("nothing to resume", Refusal(Training.After(new RunEvents.Completed(Now)).OnResume([], Now)));
        Assert.Contains("cancelled for good", Refusal(Training.After(Training.OnCancel(Now)).OnResume([], Now)));
        Assert.Contains("already", Refusal(Training.After(Training.OnCancel(Now)).OnCancelOrder(Now)));
    }

    [Fact]
    public void A_failed_run_goes_on_with_every_count_at_zero_and_nothing_held()
    {
        var run = Training.Granted("mri-1");
        for (var attempt = 1; run.Status == RunStatus.Running; attempt++)
            run = run.After(run.OnFailed(Attempt("mri-0", attempt), Node, FailureKind.Crashed, "code 139", 0, Now)).Granted("mri-0");
        Assert.NotNull(run.Job(new JobId("mri-1"))!.Grant);
        run = run.After(run.OnResume([], Now).Events);
        Assert.Equal((RunStatus.Running, null, null), (run.Status, run.Failure, run.EndedAt));
        Assert.Empty(run.Held());
        Assert.Equal((0, true), (run.Job(FoldJob)!.FruitlessCrashes, run.Job(FoldJob)!.Avoided.IsEmpty));
        Assert.Equal(4, run.Granted("mri-0").Job(FoldJob)!.Attempts);
    }

    [Fact]
    public void A_run_whose_cohort_was_refused_is_submitted_again_not_resumed()
    {
        var run = Begun().After(Begun().OnRequest(JobKinds.Cohort, Now)).Granted("cohort");
        run = run.After(run.OnFailed(Attempt("cohort", 1), Node, FailureKind.BadInput, "clinical.csv, row 3: no label.", 0, Now));
        Assert.Contains("clinical.csv, row 3", Refusal(run.OnResume([], Now)));
        Assert.Contains("submit it again", Refusal(run.OnRetry(Fold, [], Now)));
    }

    [Fact]
    public void A_fold_that_runs_is_ended_and_begun_again()
    {
        var retry = Training.OnRetry(Fold, [], Now);
        Assert.Contains("mri-0 begins attempt 2", Changed(retry).Note);
        var run = Training.After(retry.Events);
        Assert.Empty(run.Held());
        Assert.Single(run.OnOffer(FoldJob, Node, 0, "cpu", Now));
    }

    [Fact]
    public void A_fold_that_waits_for_a_disk_is_tried_at_once()
    {
        var run = Training.After(Training.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Storage, "no space", 0, Now));
        Assert.Empty(run.OnOffer(FoldJob, Node, 0, "cpu", Now));
        run = run.After(run.OnRetry(Fold, [], Now).Events);
        Assert.Single(run.OnOffer(FoldJob, Node, 0, "cpu", Now));
    }

    [Fact]
    public void What_runs_on_a_node_that_is_emptied_is_asked_back_and_nothing_counts_against_it()
    {
        var asked = Assert.Single(Training.OnMoveOff(Node));
        Assert.Equal(Attempt("mri-0", 1), asked);
        var run = Training.After(Training.OnFailed(asked, Node, FailureKind.Cancelled, "its node is drained", 7, Now));
        Assert.Contains(run.Waiting(Now), job => job.Job == FoldJob && job.Avoided.IsEmpty && !job.RequiresOtherNode);
        Assert.Empty(Training.OnMoveOff(OtherLife));
        Assert.Empty(Training.After(Training.OnCancel(Now)).OnMoveOff(Node));
    }

    [Fact]
    public void A_fold_that_is_done_is_trained_again_and_a_completed_run_opens_for_it()
    {
        var run = WithFolds().Official("mri-0").After(new RunEvents.Completed(Now));
        run = run.After(run.OnRetry(Fold, [], Now).Events);
        Assert.Equal((RunStatus.Running, true), (run.Status, run.Job(FoldJob)!.IsWithdrawn));
    }

    [Fact]
    public void A_failed_run_goes_on_with_the_fold_that_is_retried()
    {
        var run = Training.After(Training.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Diverged, "the loss is NaN", 0, Now));
        Assert.Equal(RunStatus.Failed, run.Status);
        run = run.After(run.OnRetry(Fold, [], Now).Events);
        Assert.Equal(RunStatus.Running, run.Status);
        Assert.Single(run.OnOffer(FoldJob, Node, 0, "cpu", Now));
    }

    [Fact]
    public void A_retry_does_not_lift_a_pause()
    {
        var run = Training.After(Training.OnPause(false, Now).Events);
        var retry = run.OnRetry(Fold, [], Now);
        Assert.Contains("when the run is resumed", Changed(retry).Note);
        Assert.True(run.After(retry.Events).IsPaused);
    }

    [Fact]
    public void A_fold_that_the_run_does_not_have_is_refused_with_those_it_has() =>
        Assert.Contains("has no fold clinical-7: it has clinical-0, clinical-1", Refusal(Training.OnRetry(new FoldId(BranchId.Clinical, 7), [], Now)));

    [Fact]
    public void The_same_specification_again_mends_a_completed_run_and_finds_a_whole_one_finished()
    {
        var run = WithFolds().Official("mri-0").After(new RunEvents.Completed(Now));
        var whole = run.OnResubmit(RunStage.Evaluation, new ResourceOptions(), [], Now);
        Assert.Equal((0, new RunProtocol.RunAccepted(Id, RunProtocol.Acceptance.AlreadyFinished)), (whole.Events.Length, whole.Answer));
        var damaged = run.OnResubmit(RunStage.Evaluation, new ResourceOptions(), [new Damage(FoldJob, 1, "x is missing.")], Now);
        Assert.Equal(new RunProtocol.RunAccepted(Id, RunProtocol.Acceptance.Resumed), damaged.Answer);
        Assert.Equal(RunStatus.Running, run.After(damaged.Events).Status);
    }
}
