using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Jobs;

public sealed class RunGraphTests
{
    private static readonly RunFolder Folder = new("/w", new RunId("20260102-030405-test"));

    [Fact]
    public void Every_kind_of_job_is_defined_once() =>
        Assert.Equal(Enum.GetValues<JobKind>().Order(), RunGraph.Whole.Kinds.Select(kind => kind.Kind).Order());

    [Fact]
    public void Labels_tell_kinds_apart() => Assert.Distinct(RunGraph.Whole.Kinds.Select(kind => kind.Label));

    [Fact]
    public void Stages_follow_each_other_in_the_order_in_which_a_run_goes_through_them() =>
        Assert.Equal(RunGraph.Whole.Kinds.Order(Comparer<JobKindDefinition>.Create((a, b) => a.Stage.CompareTo(b.Stage))), RunGraph.Whole.Kinds);

    [Fact]
    public void The_queue_has_the_kinds_in_the_order_of_the_graph()
    {
        Assert.Equal(
            [JobKind.PrepareCohort, JobKind.TrainFold, JobKind.FitFusion, JobKind.ExplainFold, JobKind.Explain, JobKind.BootstrapShard,
                JobKind.Report],
            Enum.GetValues<JobKind>().OrderBy(RunGraph.Whole.RankOf));
        Assert.True(RunGraph.Whole.RankOf((JobKind)1000) > RunGraph.Whole.RankOf(JobKind.Report));
    }

    [Theory]
    [InlineData(JobKind.PrepareCohort, "cohort", "cohort/attempt-2")]
    [InlineData(JobKind.TrainFold, "mri-r2-0", "folds/mri-r2-0/attempt-2")]
    [InlineData(JobKind.FitFusion, "fusion", "fusion/attempt-2")]
    [InlineData(JobKind.ExplainFold, "explain-mri-r2-0", "explain/mri-r2-0/attempt-2")]
    [InlineData(JobKind.Explain, "explain", "explain/attempt-2")]
    [InlineData(JobKind.BootstrapShard, "bootstrap-3", "evaluation/bootstrap-3/attempt-2")]
    [InlineData(JobKind.Report, "report", "report/attempt-2")]
    public void An_attempt_writes_where_runs_of_every_version_have_it(JobKind kind, string job, string folder) => Assert.Equal(
        Path.Combine(Folder.Root, folder),
        Folder.AttemptFolder(new Job(
            Folder.Run, new JobId(job), kind, 2, Fold: kind is JobKind.TrainFold or JobKind.ExplainFold ? new FoldId(BranchId.Mri, 0, 1) : null)));

    [Theory]
    [InlineData(JobKind.PrepareCohort, "split.csv", "split.csv")]
    [InlineData(JobKind.PrepareCohort, "patients.csv", null)]
    [InlineData(JobKind.TrainFold, "oof.csv", null)]
    [InlineData(JobKind.FitFusion, "model.json", "fusion/model.json")]
    [InlineData(JobKind.ExplainFold, "maps.json", null)]
    [InlineData(JobKind.Explain, "scans/1.png", "results/explanation/scans/1.png")]
    [InlineData(JobKind.BootstrapShard, "draws.bin", null)]
    [InlineData(JobKind.Report, "metrics.txt", "results/metrics.txt")]
    public void Official_files_are_shown_where_runs_of_every_version_have_them(JobKind kind, string name, string? shown) =>
        Assert.Equal(shown is null ? null : Path.Combine(Folder.Root, shown), Folder.Published(kind, name));
}
