using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Coordinator.Tests.Telemetry;

public sealed class CoordinatorTelemetryTests : IDisposable
{
    /// <summary>Twenty seconds after everything that happens in these tests.</summary>
    private readonly MeasuredValues _values = new(new FakeTimeProvider(MadeRun.Now.AddSeconds(20)));

    private static readonly RunEvents.Submitted Submitted = new(MadeRun.Id, "key", "made", "yaml", RunStage.Evaluation, MadeRun.Now);

    private static RunIndex Index => RunIndex.Empty.Apply(new IndexEvents.TookOver(MadeRun.Now)).Apply(new IndexEvents.RunIndexed(Submitted));

    private CoordinatorTelemetry Telemetry => _values.Telemetry;

    public void Dispose() => _values.Dispose();

    /// <summary>Lets a run live through events that happen now, as its actor does.</summary>
    private RunState Live(params ReadOnlySpan<RunEvents.IRunEvent> events)
    {
        var follower = new RunTelemetry(MadeRun.Id, Telemetry);
        RunState? run = null;
        foreach (var happened in events)
        {
            follower.Happened(run, happened, isRecalled: false);
            run = run is null ? RunState.From(Submitted) : run.Apply(happened);
            follower.Follow(run, happened);
        }
        return run!;
    }

    private static RunEvents.JobGranted Granted(int attempt, double afterSeconds) =>
        new(JobKinds.CohortJob, attempt, MadeRun.Node, 0, "cpu", MadeRun.Now.AddSeconds(afterSeconds));

    [Fact]
    public void A_standby_says_that_it_is_none_and_nothing_of_the_cluster()
    {
        Assert.Equal(0, _values.Now("axspa.coordinator.active"));
        Assert.Null(_values.Now("axspa.runs status=running"));
        Assert.Null(_values.Now("axspa.coordinator.take_overs"));
        Telemetry.Saw(Index);
        Assert.Equal(1, _values.Now("axspa.coordinator.active"));
        Assert.Equal(1, _values.Now("axspa.runs status=running"));
        Assert.Equal(0, _values.Now("axspa.runs status=failed"));
        Assert.Equal(1, _values.Now("axspa.coordinator.take_overs"));
        Telemetry.StandBy();
        Assert.Equal(0, _values.Now("axspa.coordinator.active"));
        Assert.Null(_values.Now("axspa.runs status=running"));
    }

    [Fact]
    public void A_paused_run_is_counted_as_paused_and_an_ended_one_as_what_it_became()
    {
        Telemetry.Saw(Index);
        Live(Submitted, new RunEvents.Paused(MadeRun.Now));
        Assert.Equal(1, _values.Now("axspa.runs status=paused"));
        Assert.Equal(0, _values.Now("axspa.runs status=running"));
        Telemetry.Saw(Index.Apply(new IndexEvents.RunClosed(MadeRun.Id, RunStatus.Failed, MadeRun.Now)));
        Assert.Equal(1, _values.Now("axspa.runs status=failed"));
    }

    [Fact]
    public void Jobs_are_counted_while_their_run_is_open()
    {
        Telemetry.Saw(Index);
        Live(Submitted, new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now));
        Assert.Equal(1, _values.Now("axspa.jobs kind=cohort status=waiting"));
        Assert.Equal(20, _values.Now("axspa.queue.oldest_wait"));
        Live(Submitted, new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now), Granted(1, 3));
        Assert.Equal(0, _values.Now("axspa.jobs kind=cohort status=waiting"));
        Assert.Equal(1, _values.Now("axspa.jobs kind=cohort status=running"));
        Assert.Equal(0, _values.Now("axspa.queue.oldest_wait"));
        Live(Submitted, new RunEvents.Cancelled(MadeRun.Now));
        Assert.Equal(0, _values.Now("axspa.jobs kind=cohort status=running"));
    }

    [Fact]
    public void A_jobs_wait_counts_from_when_it_could_be_placed_each_time()
    {
        Live(Submitted, new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now), Granted(1, 3),
            new RunEvents.AttemptFailed(JobKinds.CohortJob, 1, MadeRun.Node, FailureKind.Lost, "", false, MadeRun.Now.AddSeconds(10)), Granted(2, 11.5));
        Assert.Equal([3, 1.5], _values.Recorded("axspa.queue.wait kind=cohort"));
    }

    [Fact]
    public void A_paused_run_waits_for_nobody()
    {
        Telemetry.Saw(Index);
        Live(Submitted, new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now), new RunEvents.Paused(MadeRun.Now.AddSeconds(1)),
            new RunEvents.Resumed(MadeRun.Now.AddSeconds(7)), Granted(1, 9));
        Assert.Equal([2], _values.Recorded("axspa.queue.wait kind=cohort"));
    }

    [Fact]
    public void Attempts_are_counted_by_what_became_of_them()
    {
        Live(Submitted, new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now), Granted(1, 0),
            new RunEvents.AttemptFailed(JobKinds.CohortJob, 1, MadeRun.Node, FailureKind.OutOfMemory, "", false, MadeRun.Now.AddSeconds(4)), Granted(2, 5),
            new RunEvents.JobMadeOfficial(JobKinds.CohortJob, 2, MadeRun.Node, [], MadeRun.NoFigures, MadeRun.Now.AddSeconds(12)));
        Assert.Equal([0, 1], _values.Recorded("axspa.attempts kind=cohort outcome=out_of_memory"));
        Assert.Equal([0, 1], _values.Recorded("axspa.attempts kind=cohort outcome=completed"));
        Assert.Equal([7], _values.Recorded("axspa.attempt.duration kind=cohort"));
    }

    [Fact]
    public void What_the_journal_tells_of_former_times_is_not_counted_again()
    {
        var follower = new RunTelemetry(MadeRun.Id, Telemetry);
        var requested = new RunEvents.JobsRequested(JobKinds.Cohort, MadeRun.Now);
        var run = RunState.From(Submitted).Apply(requested);
        follower.Follow(run, requested);
        follower.Happened(run, Granted(1, 5), isRecalled: true);
        Assert.Empty(_values.Recorded("axspa.queue.wait kind=cohort"));
        // The wait that began under the former coordinator ends under this one.
        follower.Happened(run, Granted(1, 6), isRecalled: false);
        Assert.Equal([6], _values.Recorded("axspa.queue.wait kind=cohort"));
    }

    [Fact]
    public void Slots_are_counted_over_all_nodes()
    {
        Telemetry.Saw(Index);
        Telemetry.Saw(SlotBoard.Empty.After(new NodeProtocol.NodeReport(MadeRun.Node,
            [new SlotView(0, "cuda:0", SlotStatus.Running), new SlotView(1, "cuda:1", SlotStatus.Free), new SlotView(2, "cpu", SlotStatus.Broken)], []),
            MadeRun.Now));
        Assert.Equal(1, _values.Now("axspa.slots device=cuda status=running"));
        Assert.Equal(1, _values.Now("axspa.slots device=cuda status=free"));
        Assert.Equal(1, _values.Now("axspa.slots device=cpu status=broken"));
        Assert.Equal(0, _values.Now("axspa.slots device=cpu status=free"));
    }

    [Fact]
    public void Every_kind_of_job_failure_and_state_has_a_label_of_its_own()
    {
        AllDiffer(Enum.GetValues<JobKind>(), Label.Of);
        AllDiffer(Enum.GetValues<FailureKind>(), kind => Label.Outcome(kind));
    }

    private static void AllDiffer<T>(T[] values, Func<T, string> label) => Assert.Equal(values.Length, values.Select(label).Distinct().Count());
}
