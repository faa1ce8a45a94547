using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Views.Tests;

public sealed class RunTextTests
{
    [Fact]
    public void A_list_stands_in_columns()
    {
        var folds = Summary("20261123-120000-bbbb") with { Stage = "folds 4/10" };
        Assert.Equal(
            """
            RUN                   NAME            STATUS     STAGE       SUBMITTED             ELAPSED
            20261123-110000-aaaa  axspa-baseline  completed              2026-11-23 11:00:00Z  2 min 00 s
            20261123-120000-bbbb  axspa-baseline  running    folds 4/10  2026-11-23 12:00:00Z  1 min 30 s
            Count: 2 runs
            """, RunText.List([Summary("20261123-110000-aaaa", RunStatus.Completed, -60), folds], Noon.AddSeconds(90)));
    }

    [Fact]
    public void A_run_that_was_refused_stands_there_as_that_with_the_reason()
    {
        var refused = Summary("20261123-120000-bbbb", RunStatus.Failed) with { Stage = "refused", Refusal = $"t.csv, row 4 (line 5): {new string('x', 200)}" };
        var lines = RunText.List([Summary("20261123-110000-aaaa", RunStatus.Failed, -60), refused], Noon.AddSeconds(90)).Split('\n');
        Assert.Matches("^RUN .* ELAPSED +REASON$", lines[0]);
        Assert.Matches(" failed .* 2 min 00 s$", lines[1]);
        Assert.Matches(@" refused +2026.* t\.csv, row 4 \(line 5\): x+ \.\.\.$", lines[2]);
        Assert.Contains("status:        refused\n", RunText.Describe(Run(RunStatus.Failed) with { Summary = refused, Failure = "row 4" }, Noon));
        Assert.Contains("refused:       row 4\n", RunText.Describe(Run(RunStatus.Failed) with { Summary = refused, Failure = "row 4" }, Noon));
    }

    [Fact]
    public void A_description_has_what_there_is_to_know()
    {
        var run = Run(stage: "folds 1/3", jobs: [
            Fold("mri-0", JobStatus.Completed).WithFigures(("best_epoch", 7), ("validation_auroc", 0.8712)),
            Fold("mri-1", JobStatus.Running, attempt: 2).AtEpoch(5, 10) with { LastFailure = "attempt 1: killed" },
            Fold("mri-2", attempt: 0)]) with
        { Warnings = ["scan 7 has no orientation"] };
        Assert.Equal(
            """
            run:           20261123-120000-a1b2
            name:          axspa-baseline
            status:        running, folds 1/3
            until:         evaluation
            submitted:     2026-11-23 12:00:00Z
            elapsed:       20 s
            to go:         about 1 min 52 s
            folder:        /data/runs/20261123-120000-a1b2
            key:           3f1c
            warning:       scan 7 has no orientation

            JOB    STATUS     ATTEMPT  PROGRESS                              TIME  WHERE                  NOTE
            mri-0  completed  1        best epoch 7  validation AUROC 0.871  40 s  127.0.0.1:4055
            mri-1  running    2        epoch 5/10  AUROC 0.871               20 s  cpu of 127.0.0.1:4055  attempt 1: killed
            mri-2  waiting
            """, RunText.Describe(run, Noon.AddSeconds(20)));
    }

    [Fact]
    public void Leak_alarms_stay_with_a_run_when_its_warnings_are_gone()
    {
        var text = RunText.Describe(Run(jobs: [
            (Fold("mri-0", JobStatus.Completed) with { Job = new JobId("cohort") }).WithFigures(
                ("leak_alarms_repeated_row", 1), ("leak_alarms_separating_feature", 2)),
            (Fold("mri-0", JobStatus.Completed) with { Job = new JobId("report") }).WithFigures(("leak_alarms_implausible_test", 1))]), Noon);
        Assert.Contains("leak alarms:   the same row twice, a feature that tells the label, test above out of fold; leaks.txt among the results says more\n",
            text);
    }

    [Fact]
    public void A_note_of_several_lines_stays_in_its_row()
    {
        var text = RunText.Describe(Run(jobs: Fold("mri-0") with { LastFailure = "attempt 1: a\nb" }), Noon);
        Assert.EndsWith("attempt 1: a b", text);
    }
}
