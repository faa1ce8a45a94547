using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Fusion;

/// <summary>Everything the fusion job knows when it is done; <see cref="FusionFolder"/> writes it.</summary>
/// <param name="Model">XGBoost's; null where there is nothing to fuse; the summary says why.</param>
/// <param name="Others">Of every further fusion method that the run asks for.</param>
public sealed record FusionResult(
    BoostedModel? Model, ImmutableSortedDictionary<PredictorId, FusedModel> Others, PredictionTable Predictions, FitSummary Summary);
