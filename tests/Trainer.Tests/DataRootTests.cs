using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Trainer.Tests;

/// <summary>The process that reads the files is told where they may lie, and looks again.</summary>
public sealed class DataRootTests
{
    [Fact]
    public async Task A_table_that_was_swapped_for_a_link_after_the_submission_is_refused_and_leaves_nothing()
    {
        using var run = new MadeRun();
        var data = Path.Combine(run.Workspace, "data");
        using var trainer = new StartedTrainer(run.Workspace, more: ["--data-root", data]);
        await trainer.Hear();
        await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));

        var table = Path.Combine(data, "clinical.csv");
        File.Move(table, Path.Combine(run.Workspace, "stolen.csv"));
        File.CreateSymbolicLink(table, Path.Combine(run.Workspace, "stolen.csv"));
        var again = run.Job(JobKind.PrepareCohort, "cohort", [], attempt: 2);
        var refusal = Assert.IsType<TrainerLine.Failed>((await trainer.Do(again)).End);

        Assert.Equal(FailureKind.BadInput, refusal.Kind);
        Assert.Equal($"cohort.clinical: {table} leads to {Path.Combine(run.Workspace, "stolen.csv")}, outside of what runs may read "
            + $"here, which is below {data}. "
            + "Put the data there, or have its folder named with --data-root on the coordinators and the GPU nodes.", refusal.Reason);
        Assert.False(Directory.Exists(run.Folder.AttemptFolder(again)));
    }

    [Fact]
    public async Task A_run_folder_that_is_a_link_out_of_the_workspace_is_not_written_to()
    {
        using var run = new MadeRun();
        var outside = Directory.CreateTempSubdirectory("axspa-outside-");
        Directory.CreateSymbolicLink(Path.Combine(run.Folder.Root, "cohort"), outside.FullName);
        using var trainer = new StartedTrainer(run.Workspace, more: ["--data-root", run.Workspace]);
        await trainer.Hear();

        var refusal = Assert.IsType<TrainerLine.Failed>((await trainer.Do(run.Job(JobKind.PrepareCohort, "cohort", []))).End);

        Assert.Contains("outside of the workspace", refusal.Reason, StringComparison.Ordinal);
        Assert.Empty(outside.EnumerateFileSystemInfos());
        outside.Delete();
    }

    [Fact]
    public async Task A_root_that_is_not_there_is_said_at_the_start()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace, more: ["--data-root", "/nowhere/at/all"]);
        Assert.Contains("--data-root /nowhere/at/all: is not a folder", Assert.IsType<TrainerLine.Failed>(await trainer.Hear()).Reason,
            StringComparison.Ordinal);
    }
}
