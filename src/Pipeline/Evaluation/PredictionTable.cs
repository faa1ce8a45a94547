using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The three predictors that a run compares.</summary>
public enum Model { Mri, Clinical, Fusion }

/// <summary>What one model says of one patient.</summary>
/// <param name="Raw">Probability before calibration.</param>
/// <param name="Probability">After calibration; every figure in a report is computed from this one.</param>
/// <param name="Positive">Probability ≥ the model's threshold.</param>
public sealed record ModelScore(double Raw, double Probability, bool Positive);

/// <summary>One patient. A model that cannot score them, such as the MRI branch without a scan, is null.</summary>
/// <param name="Set">Train: the scores are out-of-fold.</param>
public sealed record PatientPrediction(
    string PatientId, PatientSet Set, bool IsCase, ModelScore? Mri, ModelScore? Clinical, ModelScore? Fusion)
{
    public ModelScore? this[Model model] => model switch
    {
        Model.Mri => Mri,
        Model.Clinical => Clinical,
        _ => Fusion,
    };
}

/// <summary>Every patient of the run with what each model says: all that evaluation needs (predictions.csv).</summary>
/// <param name="Rows">In ordinal order of the patient ids.</param>
public sealed record PredictionTable(ImmutableArray<PatientPrediction> Rows)
{
    public static IReadOnlyList<Model> AllModels { get; } = [Model.Mri, Model.Clinical, Model.Fusion];

    /// <summary>The models that scored at least one patient.</summary>
    public IReadOnlyList<Model> Models => [.. AllModels.Where(model => Rows.Any(row => row[model] is not null))];
}
