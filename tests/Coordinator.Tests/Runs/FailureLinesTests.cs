using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Views;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>People are told of a failure once, and that something is tried again where, and only where, the policy tries it again.</summary>
public sealed class FailureLinesTests
{
    private static readonly RunState Training = WithFolds().Granted("mri-0");

    public static TheoryData<FailureKind, int> Failures =>
        [.. from kind in Enum.GetValues<FailureKind>() from crashes in new[] { 0, 1, 2 } select new TheoryDataRow<FailureKind, int>(kind, crashes)];

    /// <param name="crashes">That the fold has behind it: the third in a row without an epoch is the last.</param>
    [Theory, MemberData(nameof(Failures))]
    public void The_line_of_a_failure_says_what_the_policy_decided(FailureKind kind, int crashes)
    {
        var run = Training;
        for (var i = 0; i < crashes; i++)
            run = run.After(run.OnFailed(Attempt("mri-0", i + 1), Node, FailureKind.Crashed, "signal 11", 0, Now)).Granted("mri-0");
        var attempt = Attempt("mri-0", crashes + 1);
        var isGivenUp = RetryPolicy.GivesUp(run.Job(attempt.Job)!, kind, "it happened", 0) is not null;
        Assert.Equal(kind is FailureKind.BadInput or FailureKind.Diverged or FailureKind.OutOfMemory || (kind == FailureKind.Crashed && crashes == 2),
            isGivenUp);

        var after = run.After(run.OnFailed(attempt, Node, kind, "it happened", 0, Now));

        var line = Assert.Single(Lines(run, after), line => line.Contains("it happened", StringComparison.Ordinal));
        Assert.Equal(!isGivenUp,
            line.StartsWith("mri-0  attempt", StringComparison.Ordinal) && line.EndsWith("it happened It is tried again.", StringComparison.Ordinal));
        Assert.Equal(isGivenUp, line.StartsWith($"run {run.Id} failed", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_ended_by_a_pause_is_tried_again_when_the_run_is_resumed() => Assert.EndsWith(
        "the run was paused It is tried again when the run is resumed.", Line(Training, Training.After(Training.OnPause(atOnce: true, Now).Events)));

    [Fact]
    public void A_fold_that_failed_beside_the_one_that_ended_the_run_is_not_tried_again_either()
    {
        var run = Training.Granted("mri-1");
        var after = run.After(run.OnFailed(Attempt("mri-1", 1), Node, FailureKind.Lost, "gone", 0, Now));
        after = after.After(after.OnFailed(Attempt("mri-0", 1), Node, FailureKind.Diverged, "NaN", 0, Now));
        Assert.DoesNotContain(Lines(run, after), line => line.Contains("tried again", StringComparison.Ordinal));
    }

    private static string Line(RunState before, RunState now) =>
        Assert.Single(Lines(before, now), line => line.StartsWith("mri-0  attempt", StringComparison.Ordinal));

    private static List<string> Lines(RunState before, RunState now) => [.. RunProgressLines.Between(View(before), View(now))];

    private static RunView View(RunState run) => new RunProgress().View(run, new RunFolder("/w", run.Id), new RunWaits(null, [], null, null, Now));
}
