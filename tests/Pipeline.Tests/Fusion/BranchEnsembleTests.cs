using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion;

public sealed class BranchEnsembleTests
{
    private static readonly PreparedCohort Cohort = MadeCohort.Cohort();

    [Fact]
    public void A_train_patient_keeps_the_held_out_score_and_others_get_the_mean_logit()
    {
        var folds = MadeCohort.Scores(Cohort, BranchId.Clinical);
        var ensemble = BranchEnsemble.Combine(Cohort, BranchId.Clinical, folds, ThresholdRule.Youden);
        for (var i = 0; i < Cohort.Patients.Length; i++)
        {
            var logits = folds.SelectMany(f => f.Scores).Where(s => s.PatientId == Cohort.Patients[i].Id).Select(s => s.Logit).ToArray();
            Assert.Equal(Cohort.Patients[i].Set == PatientSet.Train ? 1 : 5, logits.Length);
            Assert.Equal(logits.Average(), ensemble.Logits[i], 1e-14);
        }
    }

    [Fact]
    public void The_order_in_which_folds_arrive_changes_no_bit()
    {
        var folds = MadeCohort.Scores(Cohort, BranchId.Mri);
        var forward = BranchEnsemble.Combine(Cohort, BranchId.Mri, folds, ThresholdRule.Youden);
        folds.Reverse();
        var backward = BranchEnsemble.Combine(Cohort, BranchId.Mri, folds, ThresholdRule.Youden);
        Assert.Equal(forward.Logits, backward.Logits);
        Assert.Equal(forward.Calibration, backward.Calibration);
    }

    [Fact]
    public void Calibration_and_threshold_come_from_validation_alone()
    {
        var ensemble = MadeCohort.Ensemble(Cohort, BranchId.Clinical);
        var others = MadeCohort.Ensemble(Cohort.WithLabel(p => p.Set != PatientSet.Validation), BranchId.Clinical, truth: Cohort);
        Assert.Equal((ensemble.Calibration, ensemble.Threshold), (others.Calibration, others.Threshold));
    }

    [Fact]
    public void A_patient_without_a_scan_has_no_MRI_score()
    {
        var ensemble = MadeCohort.Ensemble(Cohort, BranchId.Mri);
        Assert.Null(ensemble.Score(0));
        Assert.NotNull(ensemble.Score(1));
        Assert.Equal(ensemble.Score(1)!.Probability >= ensemble.Threshold, ensemble.Score(1)!.Positive);
    }

    [Fact]
    public void A_hole_in_the_scores_stops_the_run()
    {
        var folds = MadeCohort.Scores(Cohort, BranchId.Mri);
        folds.RemoveAt(2);
        Assert.Throws<CoverageException>(() => BranchEnsemble.Combine(Cohort, BranchId.Mri, folds, ThresholdRule.Youden));
    }
}
