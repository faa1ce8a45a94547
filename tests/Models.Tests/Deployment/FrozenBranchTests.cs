using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.Tests.Training;
using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using TorchSharp;

namespace AxSpa.Models.Tests.Deployment;

public sealed class FrozenBranchTests : IDisposable
{
    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void A_frozen_fold_model_gives_validation_and_test_patients_the_bits_of_its_training(string key)
    {
        var branch = new BranchId(key);
        var (model, trained) = Train(branch);

        var logits = Ask(model, _made.Cohort, branch);

        Assert.Equal(trained.Select(score => score.Logit), trained.Select(score => logits[Index(_made.Cohort, score.PatientId)]));
    }

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void A_patient_gets_the_same_bits_whoever_else_is_asked_about(string key)
    {
        var branch = new BranchId(key);
        var (model, trained) = Train(branch);
        foreach (var score in trained.Take(6))
        {
            var at = Index(_made.Cohort, score.PatientId);
            var alone = _made.Cohort with
            {
                Patients = [_made.Cohort.Patients[at]],
                Values = [.. _made.Cohort.Values.Select(column => new[] { column[at] })],
                Scans = [.. _made.Cohort.Scans.Where(scan => scan.PatientId == score.PatientId)],
            };
            Assert.Equal([score.Logit], Ask(model, alone, branch));
        }
    }

    [Fact]
    public void A_patient_without_a_scan_has_no_answer_of_the_MRI_branch()
    {
        var logits = Ask(Train(BranchId.Mri).Model, _made.Cohort, BranchId.Mri);
        var scanned = _made.Cohort.Scans.Select(scan => scan.PatientId).ToHashSet();
        Assert.All(_made.Cohort.Patients, patient => Assert.Equal(!scanned.Contains(patient.Id), double.IsNaN(logits[Index(_made.Cohort, patient.Id)])));
    }

    [Fact]
    public void Weights_of_another_width_are_refused_by_the_name_of_the_first_tensor()
    {
        var (model, _) = Train(BranchId.Clinical);
        var other = model with { Specification = model.Specification with { Clinical = model.Specification.Clinical! with { Hidden = [16, 16, 8] } } };
        var message = Assert.ThrowsAny<RefusedInputException>(() => Ask(other, _made.Cohort, BranchId.Clinical)).Message;
        Assert.Contains("tensor", message);
        Assert.Contains("weights.safetensors", message);
    }

    [Fact]
    public void No_tensor_outlives_the_asking()
    {
        var (model, _) = Train(BranchId.Mri);
        Ask(model, _made.Cohort, BranchId.Mri);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Ask(model, _made.Cohort, BranchId.Mri);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private (FrozenModel Model, List<PatientScore> Trained) Train(BranchId branch)
    {
        var request = _made.Request(branch, "attempt-1");
        FoldTraining.Run(request, _ => { }, CancellationToken.None);
        var preprocessing = Path.Combine(request.AttemptFolder, "preprocessing.json");
        var model = new FrozenModel(
            new BundleManifest("", "", "", "", "", ThisMachine.Kind, ImmutableSortedDictionary<string, string>.Empty, []), request.Specification,
            new CohortSchema(_made.Cohort.Columns, _made.Cohort.VolumeSize), new FitSummary([], null, []), null, new ReferenceDistribution(0, 0, 0, [], []),
            [new FrozenFold(request.Fold, Path.Combine(request.AttemptFolder, "weights.safetensors"), File.Exists(preprocessing) ? preprocessing : null)]);
        return (model, [.. ScoreFile.Read(Path.Combine(request.AttemptFolder, "holdout.csv"))]);
    }

    private double[] Ask(FrozenModel model, PreparedCohort cohort, BranchId branch) =>
        Assert.Single(FrozenBranch.Logits(model, cohort, branch, _made.Workspace, "cpu", (_, _) => { }));

    private static int Index(PreparedCohort cohort, string id) => Enumerable.Range(0, cohort.Patients.Length).Single(i => cohort.Patients[i].Id == id);
}
