using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class HeldOutFoldTests
{
    [Fact]
    public void Each_fold_has_the_figures_of_its_held_out_patients_whom_every_model_scored()
    {
        var table = MadePredictions.Table(300);
        var patients = table.Rows.Select((row, i) => new Patient(row.PatientId, row.IsCase, row.Set, row.Set == PatientSet.Train ? i % 3 : null)).ToArray();

        var folds = HeldOutFold.Of(table, patients);

        Assert.Equal([0, 1, 2], folds.Select(fold => fold.Fold));
        foreach (var fold in folds)
        {
            var rows = table.Rows.Where((row, i) => patients[i].Fold == fold.Fold && row.HasMri).ToArray();
            Assert.Equal((rows.Length, rows.Count(row => row.IsCase)), (fold.Patients, fold.Cases));
            bool[] isCase = [.. rows.Select(row => row.IsCase)];
            double[] fusion = [.. rows.Select(row => row[PredictorId.Fusion]!.Probability)];
            var found = fold.Models.Single(model => model.Model == "fusion");
            Assert.Equal((Auroc.Of(isCase, fusion), AveragePrecision.Of(isCase, fusion), BrierScore.Of(isCase, fusion)),
                (found.Auroc, found.Auprc, found.Brier));
        }
    }

    [Fact]
    public void A_fold_of_one_class_has_no_AUROC()
    {
        var table = MadePredictions.Table(100, prevalence: 0);
        var folds = HeldOutFold.Of(table, table.Rows.Select(row => new Patient(row.PatientId, row.IsCase, row.Set, row.Set == PatientSet.Train ? 0 : null)));
        Assert.All(folds.Single().Models, model => Assert.Null(model.Auroc));
    }
}
