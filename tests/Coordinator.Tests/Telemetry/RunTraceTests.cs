using System.Collections.Concurrent;
using System.Diagnostics;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests.Telemetry;

public sealed class RunTraceTests : IDisposable
{
    /// <summary>Of this test alone: all tests of the process share .NET's sources.</summary>
    private readonly RunId _run = new($"20260102-030405-{Guid.NewGuid().ToString("N")[..4]}");
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RunTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AxSpa.Runs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if ((string?)span.GetTagItem("axspa.run.id") == _run.Value)
                    _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    private RunEvents.Submitted Submitted => new(_run, "key", "made", "yaml", RunStage.Evaluation, MadeRun.Now);

    private static DateTimeOffset At(double seconds) => MadeRun.Now.AddSeconds(seconds);

    private static RunEvents.JobsRequested Requested(double at) => new(JobKinds.Cohort, At(at));

    private static RunEvents.JobGranted Granted(int attempt, double at) => new(JobKinds.CohortJob, attempt, MadeRun.Node, 3, "cuda:0", At(at));

    private static RunEvents.AttemptFailed Failed(int attempt, FailureKind kind, double at) =>
        new(JobKinds.CohortJob, attempt, MadeRun.Node, kind, "row 7 of Smith", false, At(at));

    private static RunEvents.JobMadeOfficial Official(int attempt, double at) => new(JobKinds.CohortJob, attempt, MadeRun.Node, [], MadeRun.NoFigures, At(at));

    /// <summary>One coordinator: it reads what happened before, takes over, and lives on.</summary>
    private void Coordinate(IReadOnlyList<RunEvents.IRunEvent> before, double tookOverAt, IReadOnlyList<RunEvents.IRunEvent> live)
    {
        var trace = new RunTrace(_run);
        RunState? run = null;
        foreach (var happened in before)
        {
            trace.Recall(run, happened);
            run = run is null ? RunState.From(Submitted) : run.Apply(happened);
        }
        trace.TookOver(At(tookOverAt));
        foreach (var happened in live)
        {
            trace.Happened(run, happened);
            run = run is null ? RunState.From(Submitted) : run.Apply(happened);
        }
    }

    private static object? Of(Activity span, string attribute) => span.GetTagItem(attribute);

    [Fact]
    public void A_run_is_a_trace_of_jobs_and_their_attempts()
    {
        Coordinate([], 0,
            [Submitted, Requested(1), Granted(1, 2), Failed(1, FailureKind.Crashed, 5), Granted(2, 6), Official(2, 9), new RunEvents.Completed(At(10))]);

        Assert.Equal(["cohort attempt 1", "cohort attempt 2", "cohort", "run"], _ended.Select(span => span.DisplayName));
        var (first, second, job, run) = (_ended.ElementAt(0), _ended.ElementAt(1), _ended.ElementAt(2), _ended.ElementAt(3));
        Assert.Single(_ended.Select(span => span.TraceId).Distinct());
        Assert.Equal(4, _ended.Select(span => span.SpanId).Distinct().Count());
        Assert.Equal(default, run.ParentSpanId);
        Assert.Equal(run.SpanId, job.ParentSpanId);
        Assert.All([first, second], attempt => Assert.Equal(job.SpanId, attempt.ParentSpanId));

        Assert.Equal((At(0).UtcDateTime, TimeSpan.FromSeconds(10)), (run.StartTimeUtc, run.Duration));
        Assert.Equal((At(1).UtcDateTime, TimeSpan.FromSeconds(8)), (job.StartTimeUtc, job.Duration));
        Assert.Equal((At(2).UtcDateTime, TimeSpan.FromSeconds(3)), (first.StartTimeUtc, first.Duration));
        Assert.Equal(ActivityStatusCode.Error, first.Status);
        Assert.All([second, job, run], span => Assert.Equal(ActivityStatusCode.Ok, span.Status));
        Assert.Equal(("crashed", "completed", "completed"), (Of(first, "axspa.outcome"), Of(second, "axspa.outcome"), Of(run, "axspa.outcome")));
        Assert.Equal((2, "127.0.0.1:5001", 3, "cuda:0"),
            (Of(second, "axspa.attempt"), Of(second, "axspa.node"), Of(second, "axspa.slot"), Of(second, "axspa.device")));
    }

    [Fact]
    public void Reasons_stay_out_of_it_for_they_may_quote_a_patient()
    {
        Coordinate([], 0,
            [Submitted, Requested(1), Granted(1, 2), Failed(1, FailureKind.BadInput, 5), new RunEvents.Failed(FailureKind.BadInput, "row 7 of Smith", At(5))]);
        Assert.Equal(["bad_input", "bad_input", "bad_input"], _ended.Select(span => Of(span, "axspa.outcome")));
        Assert.All(_ended, span => Assert.All(span.TagObjects, tag => Assert.DoesNotContain("Smith", $"{tag.Value}")));
        Assert.All(_ended, span => Assert.Null(span.StatusDescription));
    }

    [Fact]
    public void Two_coordinators_one_after_the_other_leave_one_trace()
    {
        RunEvents.IRunEvent[] first = [Submitted, Requested(1), Granted(1, 2), Failed(1, FailureKind.Lost, 5), Granted(2, 6)];
        Coordinate([], 0, first);
        Coordinate(first, 100, [new RunEvents.TookOver(2, At(100)), Official(2, 109), new RunEvents.Completed(At(110))]);

        Assert.Equal(["cohort attempt 1", "cohort attempt 2", "cohort", "run"], _ended.Select(span => span.DisplayName));
        var (lost, job, run) = (_ended.ElementAt(0), _ended.ElementAt(2), _ended.ElementAt(3));
        Assert.Single(_ended.Select(span => span.TraceId).Distinct());
        Assert.Equal(job.SpanId, lost.ParentSpanId);
        Assert.Equal(run.SpanId, job.ParentSpanId);
        Assert.Equal(At(0).UtcDateTime, run.StartTimeUtc);
    }

    [Fact]
    public void What_ended_just_before_a_coordinator_died_is_sent_again_under_the_same_id()
    {
        RunEvents.IRunEvent[] first = [Submitted, Requested(1), Granted(1, 2), Failed(1, FailureKind.Lost, 5), Granted(2, 6), Failed(2, FailureKind.Lost, 70)];
        Coordinate([], 0, first);
        Coordinate(first, 75, []);
        Assert.Equal(["cohort attempt 1", "cohort attempt 2", "cohort attempt 2"], _ended.Select(span => span.DisplayName));
        Assert.Equal(_ended.ElementAt(1).SpanId, _ended.ElementAt(2).SpanId);
    }

    [Fact]
    public void A_run_that_is_cancelled_ends_what_was_under_way()
    {
        Coordinate([], 0, [Submitted, Requested(1), Granted(1, 2), new RunEvents.Cancelled(At(4))]);
        Assert.Equal(["cohort attempt 1", "cohort", "run"], _ended.Select(span => span.DisplayName));
        Assert.All(_ended, span => Assert.Equal("cancelled", Of(span, "axspa.outcome")));
        Assert.All(_ended, span => Assert.Equal(ActivityStatusCode.Ok, span.Status));
    }

    [Fact]
    public void A_run_that_goes_on_after_its_end_begins_another_trace()
    {
        Coordinate([], 0, [Submitted, Requested(
            1), Granted(1, 2), Failed(1, FailureKind.OutOfMemory, 3), new RunEvents.Failed(FailureKind.OutOfMemory, "", At(3)),
            new RunEvents.Resumed(At(50)), Granted(2, 51), Official(2, 60), new RunEvents.Completed(At(61))]);
        var runs = _ended.Where(span => span.DisplayName == "run").ToList();
        Assert.Equal(2, runs.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal((At(50).UtcDateTime, TimeSpan.FromSeconds(11)), (runs[1].StartTimeUtc, runs[1].Duration));
        Assert.All(_ended.Skip(3), span => Assert.Equal(runs[1].TraceId, span.TraceId));
    }
}
