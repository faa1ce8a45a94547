using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class SlotUseTests
{
    private static readonly JobId Fold = new("mri-0");

    /// <summary>A run of which a fold was granted at minute 0.</summary>
    private static RunState Granted()
    {
        var run = RunState.From(new RunEvents.Submitted(Id, "key", "made", "yaml", RunStage.Evaluation, Now))
            .After(new RunEvents.JobsRequested([new JobRequest(Fold, JobKind.TrainFold, []), new JobRequest(new JobId("mri-1"), JobKind.TrainFold, [])], Now));
        return run.After(run.OnOffer(Fold, Node, 0, "cpu", Now));
    }

    private static DateTimeOffset Minute(double minutes) => Now.AddMinutes(minutes);

    private static double Minutes(RunState run, double at) => run.Standing().Use.Total(Minute(at)).TotalMinutes;

    [Fact]
    public void A_slot_counts_from_its_grant_to_the_end_of_the_attempt_by_the_times_in_the_journal()
    {
        var run = Granted();
        Assert.Equal(7, Minutes(run, at: 7));
        var official = run.After(run.OnCompleted(new NodeProtocol.JobCompleted(Attempt("mri-0", 1), Node, [], NoFigures), Minute(10)));
        Assert.Equal(10, Minutes(official, at: 99));
        var lost = run.After(run.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Lost, "gone", 0, Minute(4)));
        var again = lost.After(lost.OnOffer(Fold, Node, 0, "cpu", Minute(6)));
        Assert.Equal(4 + 3, Minutes(again, at: 9));
    }

    public static TheoryData<RunEvents.IRunEvent> Ends =>
    [
        new RunEvents.Cancelled(Minute(5)),
        new RunEvents.Failed(FailureKind.Diverged, "nan", Minute(5)),
        new RunEvents.ResultWithdrawn(Fold, 1, "damaged", Minute(5)),
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Whatever_ends_the_attempt_ends_its_use(RunEvents.IRunEvent end)
    {
        var ended = Granted().After(end);
        Assert.Equal(5, Minutes(ended, at: 60));
        // A failed run that goes on does not count what it had held when it failed a second time.
        Assert.Equal(5, Minutes(ended.After(new RunEvents.Resumed(Minute(30))), at: 60));
    }

    [Fact]
    public void Two_slots_count_twice()
    {
        var run = Granted();
        Assert.Equal(10, Minutes(run.After(run.OnOffer(new JobId("mri-1"), Node, 1, "cpu", Minute(0))), at: 5));
    }

    [Fact]
    public void Another_coordinator_counts_the_same_from_the_same_events()
    {
        var events = new List<RunEvents.IRunEvent>();
        var run = Granted();
        for (var attempt = 1; attempt <= 300; attempt++)
        {
            Add(run.OnFailed(Attempt("mri-0", attempt), Node, FailureKind.Lost, "gone", 0, Minute((attempt * 10) - 3)));
            Add(run.OnOffer(Fold, Node, 0, "cpu", Minute(attempt * 10)));
        }
        var replayed = Granted().After(events);
        Assert.Equal((run.Used.Earlier, run.Used.Ended.Length), (replayed.Used.Earlier, replayed.Used.Ended.Length));
        Assert.Equal(300 * 7, Minutes(replayed, at: 3000));
        // What is older than a day is only summed, so a run of a thousand attempts carries no thousand spans.
        Assert.InRange(replayed.Used.Ended.Length, 144, 146);
        Assert.Equal(6 * 7, replayed.Standing().Use.Since(Minute(2940), Minute(3000)).TotalMinutes, 3);

        void Add(IReadOnlyList<RunEvents.IRunEvent> happened)
        {
            events.AddRange(happened);
            run = run.After(happened);
        }
    }

    [Fact]
    public void A_run_joins_when_it_is_submitted_and_again_when_it_goes_on_after_a_pause_or_an_end()
    {
        var run = Granted();
        Assert.Equal(Now, run.JoinedAt);
        var paused = run.After(new RunEvents.Paused(Minute(5)));
        Assert.Equal((Now, Minute(50)), (paused.JoinedAt, paused.After(new RunEvents.Resumed(Minute(50))).JoinedAt));
        var completed = run.After(new RunEvents.Completed(Minute(5)));
        Assert.Equal(Minute(70), completed.After(new RunEvents.Extended(RunStage.Evaluation, Minute(70))).JoinedAt);
    }

    [Fact]
    public void A_coordinator_whose_clock_is_behind_counts_nothing_rather_than_less_than_nothing() => Assert.Equal(0, Minutes(Granted(), at: -3));
}
