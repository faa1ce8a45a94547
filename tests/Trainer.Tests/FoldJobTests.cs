using System.Diagnostics;
using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Trainer.Tests;

public sealed class FoldJobTests
{
    private static readonly FoldId Fold = new(Branch.Clinical, 0);

    [Fact]
    public async Task A_fold_tells_of_each_epoch_and_leaves_weights_scores_and_history()
    {
        using var run = new MadeRun(epochs: 3);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));

        var (end, before) = await trainer.Do(run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold));

        var completed = Assert.IsType<TrainerLine.Completed>(end);
        var epochs = before.OfType<TrainerLine.Progress>().Where(line => line.Stage == "epoch").ToArray();
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Step));
        Assert.All(epochs, epoch => Assert.True(double.IsFinite(epoch.TrainingLoss!.Value)));
        var names = completed.Files.Select(file => Path.GetFileName(file.Path)).ToArray();
        Assert.Superset(new HashSet<string> { "weights.safetensors", "oof.csv", "holdout.csv", "history.csv" }, names.ToHashSet());
        Assert.All(completed.Files, file => Assert.StartsWith("runs/made/folds/clinical-0/attempt-1/", file.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cohort_file_that_was_edited_is_refused_by_name()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        var patients = cohort.Files.Single(file => Path.GetFileName(file.Path) == "patients.csv");
        File.AppendAllText(Path.Combine(run.Workspace, patients.Path), "P9999,1,train,0,,40,1,Male\n");
        var job = run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold);

        var failed = Assert.IsType<TrainerLine.Failed>((await trainer.Do(job)).End);

        Assert.Equal(FailureKind.BadInput, failed.Kind);
        Assert.Contains(patients.Path, failed.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder.AttemptFolder(job)));
    }

    [Fact]
    public async Task Scans_that_cannot_be_stored_are_trouble_of_the_storage_and_not_a_crash()
    {
        using var run = new MadeRun(withScans: true);
        File.WriteAllText(RunFolder.Volumes(run.Workspace), "a file where the folder of volumes should be");
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();

        var failed = Assert.IsType<TrainerLine.Failed>((await trainer.Do(run.Job(JobKind.PrepareCohort, "cohort", []))).End);

        Assert.Equal(FailureKind.Storage, failed.Kind);
        Assert.Contains(RunFolder.Volumes(run.Workspace), failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainer_dies_with_its_node_in_the_middle_of_an_epoch()
    {
        using var run = new MadeRun(epochs: 900);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        trainer.Send(JobJson.Write(run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold)));
        Assert.IsType<TrainerLine.Progress>(await trainer.Hear());
        var clock = Stopwatch.StartNew();

        trainer.CloseInput();

        Assert.Equal(137, await trainer.Ended());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
