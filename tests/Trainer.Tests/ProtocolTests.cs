using System.Diagnostics;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Trainer.Tests;

public sealed class ProtocolTests
{
    [Fact]
    public async Task The_first_line_says_who_is_ready_and_with_what()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);

        var ready = Assert.IsType<TrainerLine.Ready>(await trainer.Hear());

        Assert.Equal(trainer.ProcessId, ready.ProcessId);
        Assert.Equal("cpu", ready.Device);
        Assert.NotEmpty(ready.TorchVersion);
        Assert.Matches(@"^\d+\.\d+\.\d+$", ready.XgboostVersion);
    }

    [Fact]
    public async Task A_trainer_says_that_it_lives_while_it_has_nothing_to_do()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        Assert.IsType<TrainerLine.Alive>(await trainer.HearAnything());
        Assert.IsType<TrainerLine.Alive>(await trainer.HearAnything());
    }

    [Fact]
    public async Task The_end_of_its_input_ends_a_trainer_at_once()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var clock = Stopwatch.StartNew();

        trainer.CloseInput();

        Assert.Equal(137, await trainer.Ended());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_line_that_is_no_job_is_answered_and_the_next_one_is_heard()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();

        trainer.Send("what is this?");
        var refusal = Assert.IsType<TrainerLine.Failed>(await trainer.Hear());

        Assert.Equal(FailureKind.BadInput, refusal.Kind);
        Assert.Contains("not a job", refusal.Reason, StringComparison.Ordinal);
        await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
    }

    [Fact]
    public async Task Without_XGBoost_the_trainer_says_so_and_exits_with_2()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace, environment: ("XGBOOST_LIBRARY", "/nowhere/libxgboost.so"));

        var refusal = Assert.IsType<TrainerLine.Failed>(await trainer.Hear());

        Assert.Equal(FailureKind.BadInput, refusal.Kind);
        Assert.Contains("libxgboost", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await trainer.Ended());
    }

    [Theory]
    [InlineData("gpu", "not a device")]
    [InlineData("cuda:99", "There is no device")]
    public async Task A_device_that_is_not_there_is_refused_by_name(string device, string words)
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace, device);

        var refusal = Assert.IsType<TrainerLine.Failed>(await trainer.Hear());

        Assert.Contains(device, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(words, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await trainer.Ended());
    }

    [Fact]
    public async Task Refused_input_leaves_nothing_behind()
    {
        using var run = new MadeRun(table: "patient_id,age_years,label\nA,40,0\nB,50,0\n");
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var job = run.Job(JobKind.PrepareCohort, "cohort", []);

        var failed = Assert.IsType<TrainerLine.Failed>((await trainer.Do(job)).End);

        Assert.Equal(FailureKind.BadInput, failed.Kind);
        Assert.Contains("label", failed.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder.AttemptFolder(job)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_trouble_with_storage()
    {
        using var run = new MadeRun();
        // A file where the job's folder should be: the one obstacle that stops even root.
        File.WriteAllText(Path.Combine(run.Folder.Root, "cohort"), "in the way");
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();

        var failed = Assert.IsType<TrainerLine.Failed>((await trainer.Do(run.Job(JobKind.PrepareCohort, "cohort", []))).End);

        Assert.Equal(FailureKind.Storage, failed.Kind);
    }

    [Fact]
    public async Task A_file_that_this_machine_does_not_see_is_named_for_another_one_may_see_it()
    {
        using var run = new MadeRun();
        var table = Path.Combine(run.Workspace, "data", "clinical.csv");
        File.Delete(table);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var job = run.Job(JobKind.PrepareCohort, "cohort", []);

        var unseen = Assert.IsType<TrainerLine.NotVisible>((await trainer.Do(job)).End);

        Assert.Equal(table, unseen.File);
        Assert.Contains("there is no such file", unseen.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder.AttemptFolder(job)));
    }

    [Fact]
    public async Task A_list_of_inputs_that_is_not_seen_or_was_altered_is_no_fault_of_the_run()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = (await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []))).Files;
        var job = run.Job(JobKind.TrainFold, "clinical-0", cohort, fold: new FoldId(BranchId.Clinical, 0));
        var list = Path.Combine(run.Workspace, job.Inputs!.Path);

        File.AppendAllText(list, " ");
        var altered = Assert.IsType<TrainerLine.Failed>((await trainer.Do(job)).End);
        Assert.Equal(FailureKind.Storage, altered.Kind);
        Assert.Contains(job.Inputs.Path, altered.Reason, StringComparison.Ordinal);

        File.Delete(list);
        Assert.Equal(job.Inputs.Path, Assert.IsType<TrainerLine.NotVisible>((await trainer.Do(job)).End).File);
    }

    [Fact]
    public async Task A_workspace_without_the_run_is_not_the_right_one()
    {
        using var run = new MadeRun();
        File.Delete(run.Folder.Specification);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();

        var unseen = Assert.IsType<TrainerLine.NotVisible>((await trainer.Do(run.Job(JobKind.PrepareCohort, "cohort", []))).End);

        Assert.Equal(Path.GetRelativePath(run.Workspace, run.Folder.Specification), unseen.File);
    }
}
