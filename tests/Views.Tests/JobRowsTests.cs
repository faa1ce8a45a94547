using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Views.Tests;

public sealed class JobRowsTests
{
    private static JobView Job(string id, JobKind kind, JobStatus status, FoldId? fold = null) => new(
        new JobId(id), kind, fold, status, 1, null, null, null, 0, 0, null, null, null, null, ImmutableSortedDictionary<string, double>.Empty, null);

    private static JobView Part(int fold, JobStatus status) =>
        Job($"explain-clinical-{fold}", JobKind.ExplainFold, status, new FoldId(BranchId.Clinical, fold));

    private static readonly JobView Fusion = Job("fusion", JobKind.FitFusion, JobStatus.Completed), Shard = Job("bootstrap-0", JobKind.BootstrapShard, default);

    [Fact]
    public void What_explains_the_fold_models_is_one_row_that_counts_them()
    {
        ImmutableArray<JobView> jobs = [Fusion, Part(0, JobStatus.Completed), Part(1, JobStatus.Running), Part(2, JobStatus.Waiting), Shard];
        var rows = JobRows.Of(jobs).ToList();
        Assert.Equal(["fusion", "explain", "bootstrap-0"], rows.Select(row => row.Job.Value));
        Assert.Equal((JobStatus.Running, JobRows.FoldModels, 1, 3), (rows[1].Status, rows[1].Stage, rows[1].Step, rows[1].Of));
    }

    [Theory]
    [InlineData(JobStatus.Waiting, JobRows.FoldModels)]
    [InlineData(JobStatus.Running, null)]
    [InlineData(JobStatus.Completed, null)]
    public void From_then_on_the_row_is_that_of_the_job_which_brings_them_together(JobStatus status, string? stage)
    {
        var row = JobRows.Of([Fusion, Part(0, JobStatus.Completed), Job("explain", JobKind.Explain, status), Shard]).ElementAt(1);
        Assert.Equal(("explain", status, stage), (row.Job.Value, row.Status, row.Stage));
    }

    [Fact]
    public void A_run_without_them_has_a_row_for_each_job()
    {
        ImmutableArray<JobView> jobs = [Fusion, Job("explain", JobKind.Explain, JobStatus.Waiting), Shard];
        Assert.Equal(jobs.AsEnumerable(), JobRows.Of(jobs));
    }
}
