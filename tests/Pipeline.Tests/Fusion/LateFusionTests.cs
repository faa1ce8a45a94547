using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion;

public sealed class LateFusionTests
{
    private static readonly PreparedCohort Cohort = MadeCohort.Cohort();
    private static readonly FusionResult Fused = MadeCohort.Fuse(Cohort);

    [Fact]
    public void Fusion_ranks_better_than_either_branch_out_of_fold()
    {
        var train = Fused.Predictions.Rows.Where(r => r.Set == PatientSet.Train && r.HasMri).ToArray();
        double Auc(PredictorId model) => Auroc.Of([.. train.Select(r => r.IsCase)], [.. train.Select(r => r[model]!.Probability)])!.Value;
        Assert.InRange(Auc(PredictorId.Fusion), Auc(PredictorId.Mri), 1);
    }

    [Fact]
    public void A_new_patients_margin_is_the_mean_over_the_fold_models()
    {
        var mri = MadeCohort.Ensemble(Cohort, BranchId.Mri);
        var booster = Refit();
        var features = new FusionFeatures(Cohort, [BranchId.Mri]);
        var patient = Index(p => p.Set == PatientSet.Test && !double.IsNaN(mri.Logits[Index(q => q.Id == p.Id)]));
        var margins = mri.FoldLogits.Select(logits => booster.Margins(features.Rows([patient], [logits]))[0]).ToArray();
        Assert.True(margins.Distinct().Count() > 1);
        Assert.Equal(margins.Average(), Fused.Model!.Margins[patient], 1e-6);
    }

    [Fact]
    public void A_new_patient_without_MRI_has_the_margin_of_the_missing_feature()
    {
        var patient = Index(p => p.Set == PatientSet.Test && Fused.Predictions.Rows[Index(q => q.Id == p.Id)][PredictorId.Mri] is null);
        var margin = Refit().Margins(new FusionFeatures(Cohort, [BranchId.Mri]).Rows([patient], []))[0];
        Assert.Equal(margin, Fused.Model!.Margins[patient], 1e-6);
        Assert.Null(Fused.Predictions.Rows[patient][PredictorId.Mri]);
        Assert.NotNull(Fused.Predictions.Rows[patient][PredictorId.Fusion]);
    }

    [Fact]
    public void Contributions_add_up_to_the_margin_that_is_reported()
    {
        Assert.Equal(Cohort.Patients.Count(p => p.Set == PatientSet.Test), Fused.Model!.Shap!.Rows.Length);
        foreach (var row in Fused.Model.Shap!.Rows)
            Assert.Equal(Fused.Model.Margins[Index(p => p.Id == row.PatientId)], row.Margin, 1e-5);
    }

    [Fact]
    public void Fitting_again_gives_the_same_bytes()
    {
        var again = MadeCohort.Fuse(Cohort);
        Assert.Equal(Fused.Model!.Json, again.Model!.Json);
        Assert.Equal(Fused.Predictions.Rows.AsEnumerable(), again.Predictions.Rows);
        Assert.Equal(Fused.Summary.ToJson(), again.Summary.ToJson());
    }

    [Fact]
    public void Validation_labels_never_reach_the_fusion()
    {
        var flipped = MadeCohort.Fuse(Cohort.WithLabel(p => p.Set == PatientSet.Validation), truth: Cohort);
        Assert.Equal(Fused.Model!.Json, flipped.Model!.Json);
        Assert.Equal(Fused.Model.Rounds, flipped.Model.Rounds);
        Assert.Equal(Fused.Model.Threshold, flipped.Model.Threshold);
        Assert.Equal(Fused.Model.Calibration, flipped.Model.Calibration);
        Assert.Equal(Fused.Model.Margins, flipped.Model.Margins);
        Assert.NotEqual(Fused.Summary[PredictorId.Mri].Calibration, flipped.Summary[PredictorId.Mri].Calibration); // they do calibrate the branches
    }

    [Fact]
    public void Test_labels_reach_nothing_at_all()
    {
        var flipped = MadeCohort.Fuse(Cohort.WithLabel(p => p.Set == PatientSet.Test), truth: Cohort);
        Assert.Equal(Fused.Summary.ToJson(), flipped.Summary.ToJson());
        Assert.Equal(
            Fused.Predictions.Rows.Select(r => (r[PredictorId.Mri], r[PredictorId.Clinical], r[PredictorId.Fusion])),
            flipped.Predictions.Rows.Select(r => (r[PredictorId.Mri], r[PredictorId.Clinical], r[PredictorId.Fusion])));
    }

    [Fact]
    public void Without_MRI_the_column_is_not_there_and_fusion_still_works()
    {
        var result = MadeCohort.Fuse(MadeCohort.Cohort(mri: false));
        Assert.DoesNotContain(FusionFeatures.ProbabilityOf(BranchId.Mri), result.Model!.Features.Columns);
        Assert.Equal("no MRI in this cohort", result.Summary[PredictorId.Mri].NotAvailable);
        Assert.All(result.Predictions.Rows, row => Assert.Null(row[PredictorId.Mri]));
    }

    [Fact]
    public void With_MRI_alone_there_is_nothing_to_fuse()
    {
        var result = MadeCohort.Fuse(MadeCohort.Cohort(clinical: false));
        Assert.Null(result.Model);
        Assert.Equal("only the MRI branch is present", result.Summary[PredictorId.Fusion].NotAvailable);
        Assert.Equal("no clinical features in this cohort", result.Summary[PredictorId.Clinical].NotAvailable);
        Assert.Equal([PredictorId.Mri], result.Predictions.Models);
    }

    [Fact]
    public void Categories_become_a_column_per_level_and_missing_stays_missing()
    {
        var features = new FusionFeatures(Cohort, [BranchId.Mri]);
        Assert.Equal(["MRI probability", "CRP", "HLA-B27", "Clinic=A", "Clinic=B", "Clinic=C"], features.Columns);
        var row = features.Rows([0], []).Values; // patient 0 has neither scan nor CRP nor clinic
        Assert.Equal([true, true, false, true, true, true], row.Select(float.IsNaN));
        var levels = features.Rows([1], []).Values[3..];
        Assert.Equal(1, levels.Sum());
    }

    [Fact]
    public void A_repeat_that_keeps_no_model_is_not_explained_and_predicts_the_same()
    {
        var repeat = MadeCohort.Fuse(Cohort, isExplained: false);
        Assert.Null(repeat.Model!.Shap);
        Assert.Equal(Fused.Predictions.Rows.AsEnumerable(), repeat.Predictions.Rows);
    }

    [Fact]
    public void The_folder_reads_back_what_was_fitted()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"fusion-{Guid.NewGuid():N}");
        try
        {
            var written = FusionFolder.Write(folder, Cohort, Fused);
            Assert.Equal(5, written.Count);
            Assert.Equal(Fused.Predictions.Rows.AsEnumerable(), PredictionFile.Read(Path.Combine(folder, FusionFolder.Predictions)).Rows);
            var shap = ShapFile.Read(Path.Combine(folder, FusionFolder.Contributions));
            Assert.Equal(Fused.Model!.Shap!.Features.AsEnumerable(), shap.Features);
            for (var i = 0; i < shap.Rows.Length; i++)
            {
                Assert.Equal(Fused.Model.Shap!.Rows[i].Contributions.AsEnumerable(), shap.Rows[i].Contributions);
                Assert.Equal(Fused.Model.Shap!.Rows[i].Values.AsEnumerable(), shap.Rows[i].Values);
            }
            var summary = FitSummary.FromJson(File.ReadAllBytes(Path.Combine(folder, FusionFolder.Summary)));
            Assert.Equal(Fused.Summary.Models.AsEnumerable(), summary.Models);
            Assert.Equal(Cohort.Patients.Length + 1, File.ReadLines(Path.Combine(folder, FusionFolder.Features)).Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IBooster Refit()
    {
        var mri = MadeCohort.Ensemble(Cohort, BranchId.Mri);
        int[] train = [.. Enumerable.Range(0, Cohort.Patients.Length).Where(i => Cohort.Patients[i].Set == PatientSet.Train)];
        var booster = new StumpBoosting().Begin(
            new FusionFeatures(Cohort, [BranchId.Mri]).Rows(train, [mri.Logits]), [.. train.Select(i => Cohort.Patients[i].IsCase)],
            new BoostingOptions(1, MadeCohort.Options.LearningRate, Subsample: 1, Seed: 0));
        for (var round = 0; round < Fused.Model!.Rounds; round++) booster.Grow();
        return booster;
    }

    private static int Index(Func<Patient, bool> wanted) =>
        Enumerable.Range(0, Cohort.Patients.Length).First(i => wanted(Cohort.Patients[i]));
}
