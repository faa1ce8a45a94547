using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>What one model says of one patient.</summary>
/// <param name="Raw">Probability before calibration.</param>
/// <param name="Probability">After calibration; every figure in a report is computed from this one.</param>
/// <param name="Positive">Probability ≥ the model's threshold.</param>
public sealed record ModelScore(double Raw, double Probability, bool Positive);

/// <summary>One patient.</summary>
/// <param name="Set">Train: the scores are out-of-fold.</param>
public sealed record PatientPrediction(string PatientId, PatientSet Set, bool IsCase, PredictorScores Scores)
{
    /// <returns>Null where the predictor cannot score them, such as the MRI branch without a scan.</returns>
    public ModelScore? this[PredictorId model] => Scores[model];

    public bool HasMri => Scores[PredictorId.Mri] is not null;
}

/// <summary>Every patient of the run with what each model says: all that evaluation needs (predictions.csv).</summary>
/// <param name="Predictors">Those that have columns, whether or not they scored anybody.</param>
/// <param name="Rows">In ordinal order of the patient ids.</param>
public sealed record PredictionTable(ImmutableArray<PredictorId> Predictors, ImmutableArray<PatientPrediction> Rows)
{
    /// <summary>The models that scored at least one patient.</summary>
    public IReadOnlyList<PredictorId> Models => [.. Predictors.Where(model => Rows.Any(row => row[model] is not null))];
}
