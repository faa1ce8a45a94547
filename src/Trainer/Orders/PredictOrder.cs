using AxSpa.Pipeline.Deployment;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>Probabilities of patients whom nobody has a label for.</summary>
internal static class PredictOrder
{
    public static JobResult Do(TrainerOrder.Predict order, FrozenDesk desk)
    {
        var cohort = desk.Prepare(order.Cohort, withLabels: false).Cohort;
        var answers = desk.Ask(cohort).Predict();
        AnswerFile.Write(order.Out, answers);
        return new JobResult([order.Out], ("patients", answers.Rows.Length), ("with_mri", answers.Rows.Count(row => row.Mri is not null)));
    }
}
