using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Folds;

/// <summary>What one fold model says of one patient it has not been trained on.</summary>
/// <param name="Set">Train: the patient is held out by this fold (out-of-fold). Otherwise validation or test.</param>
/// <param name="Logit">Log-odds; the mean over the patient's scans.</param>
public sealed record PatientScore(string PatientId, PatientSet Set, bool IsCase, double Logit)
{
    public double Probability => 1 / (1 + Math.Exp(-Logit));
}
