using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Models.Tests.Training;

/// <summary>The rules of training that need no network.</summary>
public sealed class TrainingRulesTests
{
    [Theory]
    [InlineData(10, 4, "0+4 4+4 8+2")]
    [InlineData(9, 4, "0+4 4+5")]
    [InlineData(8, 4, "0+4 4+4")]
    [InlineData(3, 4, "0+3")]
    [InlineData(0, 4, "")]
    public void A_last_single_example_joins_the_batch_before_it(int count, int size, string expected) =>
        Assert.Equal(expected, string.Join(' ', Batches.Of(count, size).Select(batch => $"{batch.Start}+{batch.Length}")));

    [Fact]
    public void Both_classes_together_weigh_the_same_and_the_mean_weight_is_one()
    {
        using var made = new MadeCohort();
        int[] training = [0, 1, 3, 5];   // one case, three controls

        var weights = ClassWeights.Balanced(made.Cohort, training);

        Assert.Equal((2.0, 2.0 / 3), (weights.Case, weights.Control));
    }

    [Fact]
    public void Training_patients_of_one_class_are_refused()
    {
        using var made = new MadeCohort();

        Assert.Contains("0 cases and 2 controls", Assert.Throws<RefusedInputException>(() => ClassWeights.Balanced(made.Cohort, [1, 3])).Message);
    }

    [Theory]
    [InlineData(CheckpointCriterion.Auroc, 0.9, 0.5, true)]     // a higher AUROC, whatever the loss
    [InlineData(CheckpointCriterion.Auroc, 0.7, 0.1, false)]
    [InlineData(CheckpointCriterion.Auroc, 0.8, 0.2, true)]     // equal AUROC: the lower loss
    [InlineData(CheckpointCriterion.Auroc, 0.8, 0.3, false)]    // equal in both: the earlier one stays
    [InlineData(CheckpointCriterion.Auroc, null, 0.2, true)]    // no AUROC: the lower loss
    [InlineData(CheckpointCriterion.Loss, 0.1, 0.2, true)]
    [InlineData(CheckpointCriterion.Loss, 0.9, 0.4, false)]
    public void The_best_epoch_is_beaten_by_the_measure_that_the_run_chose(CheckpointCriterion by, double? auroc, double loss, bool isBeaten) =>
        Assert.Equal(isBeaten, new BestEpoch(3, new(0.3, 0.8)).IsBeatenBy(new(loss, auroc), by));

    [Fact]
    public void Training_ends_when_patience_epochs_brought_nothing_better()
    {
        var best = new BestEpoch(3, new(0.3, 0.8));

        Assert.Equal([false, false, true], [best.EndsTrainingAt(4, 3), best.EndsTrainingAt(5, 3), best.EndsTrainingAt(6, 3)]);
    }

    [Fact]
    public void Validation_loss_is_the_weighted_cross_entropy_and_does_not_overflow()
    {
        var weights = new ClassWeights(Case: 2, Control: 0.5);

        Assert.Equal((2 * Math.Log(2) + 0.5 * Math.Log(2)) / 2, ValidationScore.Of([Score(true, 0), Score(false, 0)], weights).Loss, 1e-12);
        Assert.Equal((2 * 1000 + 0) / 2.0, ValidationScore.Of([Score(true, -1000), Score(false, -1000)], weights).Loss, 1e-9);
        Assert.Equal(1, ValidationScore.Of([Score(true, 1), Score(false, -1)], weights).Auroc);
        Assert.Null(ValidationScore.Of([Score(true, 1)], weights).Auroc);

        static PatientScore Score(bool isCase, double logit) => new("p", PatientSet.Validation, isCase, logit);
    }

    [Fact]
    public void The_MRI_branch_takes_only_patients_with_a_scan_and_no_patient_is_in_two_groups()
    {
        using var made = new MadeCohort();

        var mri = FoldPatients.Of(made.Cohort, new(BranchId.Mri, 2));
        var clinical = FoldPatients.Of(made.Cohort, new(BranchId.Clinical, 2));

        Assert.Equal(Enumerable.Range(0, 80), clinical.Training.Concat(clinical.HeldOut).Concat(clinical.Validation).Concat(clinical.Test).Order());
        Assert.Equal(mri.HeldOut, clinical.HeldOut.Where(patient => made.Cohort.Scans.Any(scan => scan.PatientId == made.Cohort.Patients[patient].Id)));
        Assert.True(mri.Training.Length < clinical.Training.Length);
    }

    [Fact]
    public void A_later_repeat_has_its_own_folds_and_its_own_randomness()
    {
        using var made = new MadeCohort();
        var cohort = made.Cohort with { RepeatFolds = [[.. made.Cohort.Patients.Select(patient => patient.Fold is { } fold ? (fold + 1) % 5 : (int?)null)]] };

        var (first, second) = (FoldPatients.Of(cohort, new(BranchId.Clinical, 0)), FoldPatients.Of(cohort, new(BranchId.Clinical, 0, Repeat: 1)));

        Assert.Equal(FoldPatients.Of(cohort, new(BranchId.Clinical, 4)).HeldOut.AsEnumerable(), second.HeldOut);
        Assert.Empty(second.HeldOut.Intersect(second.Training));
        Assert.Equal(first.Training.Concat(first.HeldOut).Order(), second.Training.Concat(second.HeldOut).Order());
        Assert.Equal(first.Validation.AsEnumerable(), second.Validation);
        Assert.Equal(first.Test.AsEnumerable(), second.Test);
        Assert.Equal(7UL, RepeatSeed.Of(7, 0));
        Assert.Equal(3, Enumerable.Range(0, 3).Select(repeat => RepeatSeed.Of(7, repeat)).Distinct().Count());
    }
}
