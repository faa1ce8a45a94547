using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>Probabilities of patients whom nobody has a label for.</summary>
internal static class PredictOrder
{
    public static JobResult Do(TrainerOrder.Predict order, ModelSession session)
    {
        var recalibration = order.Recalibration is { } file ? Recalibration.Read(file, session.Model.Manifest) : null; // before hours of preparing scans
        if (recalibration is not null)
            session.Warn($"Recalibrated probabilities are those of the cohort '{recalibration.FittedOn}' ({recalibration.Cases} cases of "
                + $"{recalibration.Patients}), on whose labels the map was fitted.");
        var cohort = session.Prepare(order.Cohort, withLabels: false);
        var unlike = session.Unlike(cohort);
        var answers = session.Ask(cohort.Cohort, cohort.Places).Predict();
        double? Recalibrated(PredictorId model, int row) => recalibration![model]?.Apply(answers.Rows[row][model]!.Probability);
        AnswerFile.Write(order.Out, answers, isLabelled: false, recalibration is null ? null : Recalibrated, unlike);
        return new JobResult([order.Out], ("patients", answers.Rows.Length), ("with_mri", answers.Rows.Count(row => row.HasMri)));
    }
}
