using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Support;

/// <summary>The predictors that every run's files have, for made tables.</summary>
internal static class ThreePredictors
{
    public static readonly ImmutableArray<PredictorId> All = [PredictorId.Mri, PredictorId.Clinical, PredictorId.Fusion];

    public static PatientPrediction Patient(string id, PatientSet set, bool isCase, ModelScore? mri, ModelScore? clinical, ModelScore? fusion) =>
        new(id, set, isCase, new PredictorScores(All, [mri, clinical, fusion]));

    /// <summary>The same patient with another score of one predictor.</summary>
    public static PatientPrediction With(this PatientPrediction row, PredictorId predictor, ModelScore? score) =>
        row with { Scores = new PredictorScores(All, [.. All.Select(one => one == predictor ? score : row[one])]) };

    public static PredictionTable Table(IEnumerable<PatientPrediction> rows) => new(All, [.. rows]);
}
