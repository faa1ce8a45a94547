using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using TorchSharp;

namespace AxSpa.Models.Tests.Training;

public sealed class FoldTrainingTests : IDisposable
{
    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void A_fold_learns_and_predicts_everyone_it_was_not_trained_on_once(string key)
    {
        var branch = new BranchId(key);
        var request = _made.Request(branch, "attempt-1");
        var said = new List<TrainerLine>();

        var outcome = FoldTraining.Run(request, said.Add, CancellationToken.None);

        var withScan = _made.Cohort.Scans.Select(scan => scan.PatientId).ToHashSet();
        var expected = _made.Cohort.Patients.Where(patient => branch == BranchId.Clinical || withScan.Contains(patient.Id)).ToArray();
        Assert.Equal(expected.Where(patient => patient.Fold == 1).Select(patient => patient.Id), Ids("oof.csv"));
        Assert.Equal(expected.Where(patient => patient.Set == PatientSet.Validation)
            .Concat(expected.Where(patient => patient.Set == PatientSet.Test))
            .Select(patient => patient.Id),
            Ids("holdout.csv"));
        Assert.True(outcome.Figures[FoldMetricNames.ValidationAuroc] > 0.7, $"validation AUROC {outcome.Figures[FoldMetricNames.ValidationAuroc]}");
        Assert.Equal(Enumerable.Range(1, said.Count), said.Cast<TrainerLine.Progress>().Select(line => line.Step));
        Assert.All(outcome.Files, file => Assert.Equal(file, AtomicFile.Describe(_made.Workspace, Path.Combine(_made.Workspace, file.Path))));
        Assert.Equal(branch == BranchId.Clinical, outcome.Files.Any(file => file.Path == "attempt-1/preprocessing.json"));

        string[] Ids(string file) => [.. File.ReadAllLines(Path.Combine(request.AttemptFolder, file)).Skip(1).Select(line => line.Split(',')[0])];
    }

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void The_same_fold_trained_twice_gives_the_same_files_byte_for_byte(string key)
    {
        var branch = new BranchId(key);
        foreach (var attempt in (string[])["attempt-1", "attempt-2"])
            FoldTraining.Run(_made.Request(branch, attempt), _ => { }, CancellationToken.None);

        foreach (var file in (string[])["weights.safetensors", "oof.csv", "holdout.csv", "history.csv"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_made.Workspace, "attempt-1", file)),
                File.ReadAllBytes(Path.Combine(_made.Workspace, "attempt-2", file)));
    }

    [Fact]
    public void Another_fold_and_another_seed_give_other_weights()
    {
        var request = _made.Request(BranchId.Clinical, "attempt-1");
        FoldTraining.Run(request, _ => { }, CancellationToken.None);
        FoldTraining.Run(request with
        { AttemptFolder = Path.Combine(_made.Workspace, "attempt-2"), Specification = request.Specification with { RandomSeed = 43 } },
            _ => { }, CancellationToken.None);

        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_made.Workspace, "attempt-1", "weights.safetensors")),
            File.ReadAllBytes(Path.Combine(_made.Workspace, "attempt-2", "weights.safetensors")));
    }

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void No_tensor_outlives_a_training(string key)
    {
        var branch = new BranchId(key);
        FoldTraining.Run(_made.Request(branch, "attempt-1"), _ => { }, CancellationToken.None);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        FoldTraining.Run(_made.Request(branch, "attempt-2"), _ => { }, CancellationToken.None);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Training_stops_when_patience_has_run_out_and_keeps_the_best_epoch()
    {
        var request = _made.Request(BranchId.Clinical, "attempt-1");
        var options = request.Specification.Clinical! with { Epochs = 60, Patience = 3 };

        var outcome = FoldTraining.Run(request with { Specification = request.Specification with { Clinical = options } }, _ => { }, CancellationToken.None);

        Assert.Equal(outcome.Figures[FoldMetricNames.BestEpoch] + 3, outcome.Figures[FoldMetricNames.Epochs]);
        Assert.True(outcome.Figures[FoldMetricNames.Epochs] < 60);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_fails_the_fold_as_diverged()
    {
        var request = _made.Request(BranchId.Clinical, "attempt-1");
        var options = request.Specification.Clinical! with { LearningRate = 1e30 };

        var error = Assert.Throws<FoldFailedException>(() => FoldTraining.Run(
            request with { Specification = request.Specification with { Clinical = options } }, _ => { }, CancellationToken.None));

        Assert.Equal(FailureKind.Diverged, error.Kind);
        Assert.Empty(Directory.EnumerateFiles(request.AttemptFolder, "*.csv"));
    }

    [Fact]
    public void A_constant_prediction_fails_the_fold_as_diverged()
    {
        var request = _made.Request(BranchId.Clinical, "attempt-1");
        var constant = request.Cohort with { Values = [.. request.Cohort.Columns.Select(_ => Enumerable.Repeat(1.0, 80).ToArray())] };

        var error = Assert.Throws<FoldFailedException>(() => FoldTraining.Run(request with { Cohort = constant }, _ => { }, CancellationToken.None));

        Assert.Equal(FailureKind.Diverged, error.Kind);
        Assert.Contains("same score", error.Message);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused() =>
        Assert.Contains("cuda:63", Assert.Throws<RefusedInputException>(() =>
            FoldTraining.Run(_made.Request(BranchId.Clinical, "attempt-1") with { Device = "cuda:63" }, _ => { }, CancellationToken.None)).Message);
}
