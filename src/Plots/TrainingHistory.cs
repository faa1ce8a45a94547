namespace AxSpa.Plots;

/// <summary>How one fold's training went, epoch by epoch.</summary>
/// <param name="Branch">"MRI" or "Clinical".</param>
/// <param name="Fold">From 0; shown to people from 1.</param>
/// <param name="TrainingLoss">One per epoch.</param>
/// <param name="ValidationLoss">One per epoch.</param>
/// <param name="ValidationAuroc">One per epoch; NaN where it is not defined.</param>
/// <param name="ChosenEpoch">The epoch of the chosen checkpoint, from 1; null: not known.</param>
public sealed record TrainingHistory(
    string Branch, int Fold, double[] TrainingLoss, double[] ValidationLoss, double[] ValidationAuroc, int? ChosenEpoch);
