using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>How another cohort differs from the patients that a model learned from, feature by feature, and in the model's answers.</summary>
/// <param name="Features">In the model's order.</param>
/// <param name="Answers">Probabilities of each model, beside its out-of-fold ones: what the differences come to.</param>
public sealed record CohortShift(
    int ReferencePatients, int Patients, int ReferenceWithMri, int WithMri, int ReferenceCases, int? Cases,
    ImmutableArray<FeatureShift> Features, ImmutableArray<FeatureShift> Answers)
{
    /// <param name="isLabelled">Else the cases are not counted.</param>
    public static CohortShift Of(ReferenceDistribution reference, PreparedCohort cohort, PredictionTable answers, bool isLabelled) => new(
        reference.Patients, cohort.Patients.Length, reference.WithMri, answers.Rows.Count(row => row.HasMri), reference.Cases,
        isLabelled ? cohort.Patients.Count(patient => patient.IsCase) : null,
        [.. reference.Features.Select((feature, column) => FeatureShift.Of(feature, cohort.Values[column]))],
        [
            .. from model in answers.Predictors
               join answer in reference.Answers on ReferenceDistribution.AnswerName(model) equals answer.Name
               select FeatureShift.Of(answer, [.. answers.Rows.Select(row => row[model]?.Probability ?? double.NaN)]),
        ]);
}
