using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class QueueDecisionsTests
{
    private static readonly RunId Other = new("20260102-020000-aaaa");
    private static readonly RunState Training = WithFolds().Granted("mri-0");

    private static string Note(Decision decision) => Assert.IsType<RunProtocol.RunChanged>(decision.Answer).Note;

    private static string Refusal(Decision decision)
    {
        Assert.Empty(decision.Events);
        return Assert.IsType<RunProtocol.Refused>(decision.Answer).Reason;
    }

    [Fact]
    public void A_priority_is_changed_once_and_takes_a_place_by_hand_back()
    {
        var decision = Training.OnPrioritize(10, Now);
        Assert.Equal("priority high, was normal", Note(decision));
        var run = Training.After(decision.Events);
        Assert.Equal(10, run.Standing().Priority);
        Assert.Empty(run.OnPrioritize(10, Now).Events);
        var moved = run.After(run.OnMove(QueuePlace.First, null, Now).Events);
        Assert.Equal(QueuePlace.First, moved.Standing().Move!.Place);
        Assert.Null(moved.After(moved.OnPrioritize(10, Now).Events).Standing().Move);
    }

    [Fact]
    public void A_limit_holds_for_what_is_granted_from_then_on_and_ends_nothing()
    {
        var two = Training.Granted("mri-1");
        var decision = two.OnLimit(1, Now);
        Assert.Equal("at most 1 slot at once; the 2 it uses now go to their end", Note(decision));
        var run = two.After(decision.Events);
        Assert.Equal(2, run.Held().Count());
        Assert.Empty(run.OnOffer(new JobId("mri-2"), Node, 0, "cpu", Now));
        Assert.Single(run.After(run.OnLimit(3, Now).Events).OnOffer(new JobId("mri-2"), Node, 0, "cpu", Now));
        Assert.Empty(run.After(run.OnLimit(3, Now).Events).OnOffer(new JobId("mri-2"), Node, 0, "cpu", Now, underway: 1));
        Assert.Null(run.After(run.OnLimit(null, Now).Events).MaxSlots);
    }

    [Fact]
    public void A_run_is_put_before_another_of_its_priority_only()
    {
        Assert.Equal(new RunEvents.Moved(QueuePlace.Before, Other, Now), Assert.Single(Training.OnMove(QueuePlace.Before, (Other, 0), Now).Events));
        Assert.Contains($"'queue priority {Id} high'", Refusal(Training.OnMove(QueuePlace.Before, (Other, 10), Now)));
        Assert.Contains("before itself", Refusal(Training.OnMove(QueuePlace.Before, (Id, 0), Now)));
    }

    [Fact]
    public void What_has_ended_waits_for_nothing()
    {
        var ended = Training.After(new RunEvents.Completed(Now));
        Assert.All(new[] { ended.OnPrioritize(1, Now), ended.OnLimit(1, Now), ended.OnMove(QueuePlace.First, null, Now) },
            decision => Assert.Contains("is completed; it waits for nothing", Refusal(decision)));
    }

    [Fact]
    public void A_later_submission_changes_what_it_says_differently_and_leaves_what_people_ordered_since()
    {
        var run = RunState.From(new RunEvents.Submitted(Id, "key", "made", "yaml", RunStage.Evaluation, Now), new ResourceOptions(Priority: 10, MaxSlots: 2));
        run = run.After(run.OnPrioritize(20, Now).Events);
        // The same file again, to watch: nothing changes.
        Assert.Empty(run.OnResubmit(RunStage.Evaluation, new ResourceOptions(Priority: 10, MaxSlots: 2), [], Now).Events);
        var later = run.After(run.OnResubmit(
            RunStage.Evaluation, new ResourceOptions(Priority: 10, MaxSlots: 5, Mri: new SlotDemand(DeviceKind.Cuda)), [], Now).Events);
        Assert.Equal((20, 5), (later.Priority, later.MaxSlots));
        // What is not said stays: a submission without a word about resources is only a look at the run.
        Assert.Empty(later.OnResubmit(RunStage.Evaluation, new ResourceOptions(), [], Now).Events);
        Assert.Equal(DeviceKind.Cuda, later.Asked.Mri!.Device);
        Assert.Equal(-10, later.After(later.OnResubmit(RunStage.Evaluation, later.Asked with { Priority = -10 }, [], Now).Events).Priority);
    }

    [Fact]
    public void A_fold_demands_what_its_branch_was_given()
    {
        var run = WithFolds() with { Asked = new ResourceOptions(Mri: new SlotDemand(DeviceKind.Cuda, 8)) };
        Assert.Equal(new SlotDemand(DeviceKind.Cuda, 8), run.Waiting(Now).First(job => job.Branch == BranchId.Mri).Demand);
        Assert.Null(run.Waiting(Now).First(job => job.Branch == BranchId.Clinical).Demand);
    }

    [Fact]
    public void An_attempt_that_nobody_reports_is_told_of_with_the_end_of_its_lease()
    {
        var kept = Assert.Single(Training.Blocked(null, [new QuietLease(new JobId("mri-0"), Node, Now, Now.AddSeconds(30))], Now.AddSeconds(9)));
        Assert.Equal("a report of 127.0.0.1:5001, silent since 2026-01-02 03:04:05Z: at 2026-01-02 03:04:35Z its lease ends, and it goes elsewhere",
            kept.Reason);
    }

    [Fact]
    public void A_paused_run_keeps_all_its_jobs_back()
    {
        var wants = Training.After(Training.OnPause(false, Now).Events).Wants(null, [], _ => false, Now);
        Assert.Empty(wants.Jobs);
        Assert.Equal((9, $"someone to resume it, for it is paused: 'pbm run resume {Id}' goes on"), (wants.Blocked[0].Jobs.Length, wants.Blocked[0].Reason));
    }
}
