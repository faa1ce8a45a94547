namespace AxSpa.Pipeline.Jobs;

/// <summary>Names of the figures that a fold job reports at its end.</summary>
public static class FoldMetricNames
{
    public const string BestEpoch = "best_epoch";
    public const string ValidationAuroc = "validation_auroc";
    public const string Epochs = "epochs";
    public const string ValidationLoss = "validation_loss";
    public const string TrainingExamples = "training_examples";
    public const string HeldOutPatients = "held_out_patients";
}
