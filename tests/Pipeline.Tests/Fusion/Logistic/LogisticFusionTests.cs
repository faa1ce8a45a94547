using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Branches;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

/// <summary>The baseline stands on the same rows, folds and promises as the fusion beside it.</summary>
public sealed class LogisticFusionTests
{
    private static readonly PreparedCohort Cohort = MadeCohort.Cohort();
    private static readonly FusedLogistic Fitted = Fit(Cohort);

    private static FusedLogistic Fit(PreparedCohort cohort, PreparedCohort? truth = null, int refits = 3) =>
        LogisticFusion.Fit(new FusionTask(cohort, MadeCohort.Branches(cohort, truth), MadeCohort.Options, ThresholdRule.Youden, 42), refits);

    [Fact]
    public void It_ranks_out_of_fold_better_than_MRI_alone()
    {
        var mri = MadeCohort.Ensemble(Cohort, BranchId.Mri);
        int[] train = [.. Cohort.In(PatientSet.Train).Where(i => mri.Score(i) is not null)];
        bool[] isCase = [.. train.Select(i => Cohort.Patients[i].IsCase)];
        Assert.True(Auroc.Of(isCase, [.. train.Select(i => Fitted.Calibration.Probability(Fitted.Margins[i]))])
            > Auroc.Of(isCase, [.. train.Select(i => mri.Score(i)!.Probability)]));
    }

    [Fact]
    public void The_terms_are_the_fusions_features_and_then_indicators()
    {
        Assert.Equal(
            ["MRI probability", "CRP", "HLA-B27", "Clinic=A", "Clinic=B", "Clinic=C",
                "MRI probability missing", "CRP missing", "Clinic=A missing", "Clinic=B missing", "Clinic=C missing"],
            Fitted.Model.Terms.Select(term => term.Name));
        Assert.True(Fitted.Model.Terms[0].Coefficient > 0 && Fitted.Model.Terms[1].Coefficient > 0 && Fitted.Model.Terms[2].Coefficient > 0);
    }

    [Fact]
    public void A_new_patients_margin_is_the_mean_over_the_fold_models()
    {
        var mri = MadeCohort.Ensemble(Cohort, BranchId.Mri);
        var features = new FusionFeatures(Cohort, [BranchId.Mri]);
        var patient = Cohort.In(PatientSet.Test).First(i => !double.IsNaN(mri.Logits[i]));
        var margins = mri.FoldLogits.Select(logits => Fitted.Model.Margins(features.Rows([patient], [logits]))[0]).ToArray();
        Assert.True(margins.Distinct().Count() > 1);
        Assert.Equal(margins.Average(), Fitted.Margins[patient], 1e-6);
    }

    [Fact]
    public void Contributions_add_up_to_the_margin()
    {
        var rows = new FusionFeatures(Cohort, [BranchId.Mri]).Rows(Cohort.In(PatientSet.Test), [MadeCohort.Ensemble(Cohort, BranchId.Mri).Logits]);
        var (contributions, margins) = (Fitted.Model.Contributions(rows), Fitted.Model.Margins(rows));
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(margins[row], Enumerable.Range(0, contributions.GetLength(1)).Sum(column => contributions[row, column]), 1e-5);
    }

    [Fact]
    public void Validation_and_test_labels_never_reach_it()
    {
        var flipped = Fit(Cohort.WithLabel(p => p.Set != PatientSet.Train), truth: Cohort);
        Assert.Equal(Fitted.Model.ToJson(), flipped.Model.ToJson());
        Assert.Equal(Fitted.Margins, flipped.Margins);
        Assert.Equal((Fitted.Calibration, Fitted.Threshold), (flipped.Calibration, flipped.Threshold));
    }

    [Fact]
    public void Refits_change_nothing_but_what_is_said_of_stability()
    {
        var without = Fit(Cohort, refits: 0);
        var repeat = new FusionTask(Cohort, MadeCohort.Branches(Cohort), MadeCohort.Options, ThresholdRule.Youden, 42) { IsExplained = false };
        Assert.Null(((FusedLogistic)new LogisticFusion().Fit(repeat, new StumpBoosting())).Model.Stability);
        Assert.Null(without.Model.Stability);
        Assert.Equal((Fitted.Model with { Stability = null }).ToJson(), without.Model.ToJson());
        Assert.Equal(Fitted.Margins, without.Margins);
    }

    [Fact]
    public void The_file_scores_new_patients_as_the_run_did()
    {
        var features = new FusionFeatures(Cohort, [BranchId.Mri]);
        var read = LogisticModel.Read(Fitted.Model.ToJson(), FusionFeatures.NamesOf(Cohort.Columns, [BranchId.Mri]));
        int[] fresh = [.. Cohort.In(PatientSet.Validation), .. Cohort.In(PatientSet.Test)];
        var margins = new FusionAnswers(features, [MadeCohort.Ensemble(Cohort, BranchId.Mri).FoldLogits]).Margins(fresh, read);
        Assert.Equal(fresh.Select(i => Fitted.Margins[i]), margins);
    }

    [Fact]
    public void Without_MRI_it_learns_from_the_table_and_with_MRI_alone_there_is_nothing_to_fuse()
    {
        Assert.Equal("CRP", Fit(MadeCohort.Cohort(mri: false)).Model.Terms[0].Name);
        Assert.Throws<ArgumentException>(() => Fit(MadeCohort.Cohort(clinical: false)));
    }
}
