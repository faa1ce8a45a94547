namespace AxSpa.Pipeline.Evaluation;

/// <summary>The measures that have bootstrap intervals.</summary>
public enum Metric { Auroc, Auprc, Brier, Sensitivity, Specificity, F1 }
