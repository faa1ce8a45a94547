using System.Diagnostics;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Trainer.Tests;

public sealed class FoldJobTests
{
    private static readonly FoldId Fold = new(BranchId.Clinical, 0);

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
    public async Task A_cohort_file_that_was_edited_is_named_for_the_coordinator_may_have_it_made_again()
    {
        using var run = new MadeRun();
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        var patients = cohort.Files.Single(file => Path.GetFileName(file.Path) == "patients.csv");
        File.AppendAllText(Path.Combine(run.Workspace, patients.Path), "P9999,1,train,0,,40,1,Male\n");
        var job = run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold);

        var lost = Assert.IsType<TrainerLine.NotVisible>((await trainer.Do(job)).End);

        Assert.Equal(patients.Path, lost.File);
        Assert.Contains($"{patients.Path} has changed since it was written", lost.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("--new", lost.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, bool> Lost => [..
        from file in new[] { "patients.csv", "columns.json", "scans.csv", "a volume" }
            from isAltered in new[] { false, true }
            select new TheoryDataRow<string, bool>(file, isAltered)];

    /// <summary>Whatever an earlier job wrote and this one reads.</summary>
    [Theory, MemberData(nameof(Lost))]
    public async Task A_file_of_an_earlier_job_that_is_lost_or_altered_is_named(string name, bool isAltered)
    {
        using var run = new MadeRun(withScans: true);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        var file = name == "a volume" ? Path.GetRelativePath(run.Workspace, Directory.GetFiles(RunFolder.Volumes(run.Workspace), "*.f32")[0])
            : cohort.Files.Single(file => Path.GetFileName(file.Path) == name).Path;
        var path = Path.Combine(run.Workspace, file);
        if (isAltered)
            File.AppendAllText(path, " ");
        else
            File.Delete(path);

        var end = (await trainer.Do(run.Job(JobKind.TrainFold, "mri-0", cohort.Files, fold: new FoldId(BranchId.Mri, 0)))).End;

        Assert.Equal(file, Assert.IsType<TrainerLine.NotVisible>(end).File);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ffeeddccbbaa99887766554433221100")]
    public async Task A_job_begins_nothing_in_a_folder_that_is_not_its_workspace(string? there)
    {
        using var run = new MadeRun();
        if (there is not null)
            new WorkspaceIdentity(there, there).Write(run.Workspace);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var before = Everything(run.Workspace);

        var job = run.Job(JobKind.PrepareCohort, "cohort", []) with { Workspace = Identity };
        var failed = Assert.IsType<TrainerLine.Failed>((await trainer.Do(job)).End);

        Assert.Equal(FailureKind.Storage, failed.Kind);
        Assert.Contains(run.Workspace, failed.Reason, StringComparison.Ordinal);
        Assert.Contains(Identity, failed.Reason, StringComparison.Ordinal);
        Assert.Contains(there is null ? "Is the share mounted?" : "another share is mounted there", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(before, Everything(run.Workspace));
        new WorkspaceIdentity(Identity, Identity).Write(run.Workspace);
        await trainer.MustDo(job);
    }

    [Fact]
    public async Task A_workspace_that_goes_away_under_a_job_is_trouble_with_storage_and_gets_nothing_in_its_place()
    {
        using var run = new MadeRun(epochs: 9000);
        new WorkspaceIdentity(Identity, Identity).Write(run.Workspace);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []) with { Workspace = Identity });
        trainer.Send(JobJson.Write(run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold) with { Workspace = Identity }));
        Assert.IsType<TrainerLine.Progress>(await trainer.Hear());
        Directory.Move(run.Workspace, run.Workspace + ".away");
        Directory.CreateDirectory(run.Workspace);

        trainer.Send(JobJson.Stop); // it writes now, and not only when 10 s are over

        Assert.Equal(FailureKind.Storage, Assert.IsType<TrainerLine.Failed>(await End(trainer)).Kind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Workspace));
        Directory.Delete(run.Workspace);
        Directory.Move(run.Workspace + ".away", run.Workspace);
    }

    [Fact]
    public async Task A_fold_that_is_stopped_keeps_its_last_finished_epoch_and_the_trainer_takes_the_next_job()
    {
        using var run = new MadeRun(epochs: 9000);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        trainer.Send(JobJson.Stop); // with nothing to stop
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        var first = run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold);
        trainer.Send(JobJson.Write(first));
        Assert.IsType<TrainerLine.Progress>(await trainer.Hear());
        trainer.Send(JobJson.Stop);
        var last = 1;
        Assert.Equal(FailureKind.Cancelled, Assert.IsType<TrainerLine.Failed>(await End(trainer, epoch => last = epoch)).Kind);
        Assert.True(File.Exists(Path.Combine(run.Folder.AttemptFolder(first), "checkpoints", $"epoch-{last:D4}.json")));

        trainer.Send(JobJson.Write(first with { Attempt = 2 }));
        Assert.Equal(last + 1, Assert.IsType<TrainerLine.Progress>(await trainer.Hear()).Step);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_that_reaches_a_whole_group_does_not_end_a_trainer_before_its_node_says_so(string signal)
    {
        using var run = new MadeRun(epochs: 9000);
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var cohort = await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []));
        trainer.Send(JobJson.Write(run.Job(JobKind.TrainFold, "clinical-0", cohort.Files, fold: Fold)));
        Assert.IsType<TrainerLine.Progress>(await trainer.Hear());
        System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{trainer.ProcessId}"])!.WaitForExit();
        Assert.IsType<TrainerLine.Progress>(await trainer.Hear());
        trainer.Send(JobJson.Stop);
        Assert.Equal(FailureKind.Cancelled, Assert.IsType<TrainerLine.Failed>(await End(trainer)).Kind);
        trainer.CloseInput();
        Assert.Equal(137, await trainer.Ended());
    }

    private const string Identity = "00112233445566778899aabbccddeeff";

    private static async Task<TrainerLine> End(StartedTrainer trainer, Action<int>? epoch = null)
    {
        while (true)
        {
            switch (await trainer.Hear())
            {
                case TrainerLine.Progress progress:
                    epoch?.Invoke(progress.Step);
                    break;
                case var end:
                    return end;
            }
        }
    }

    private static string[] Everything(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

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
