using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// The transparent baseline beside the late fusion: a penalised logistic regression on the same features, folds and patients. Penalty,
/// calibration and threshold come from cross-fitting over the out-of-fold table; validation and test are only ever predicted.
/// </summary>
public sealed class LogisticFusion : FusionMethod
{
    /// <summary>What <see cref="LogisticModel.ToJson"/> is kept as, in the folder of the fusion and in a bundle.</summary>
    public const string File = "logistic.json";

    public static PredictorId Id { get; } = new("logistic");

    public override PredictorId Predictor => Id;
    public override string Title => "Logistic-fusion";
    public override string Colour => "#CC79A7";
    public override string FileName => File;
    public override bool IsAskedFor(FusionOptions options) => options.Baseline == Id;

    public override string Methods(FusionOptions options) =>
        "Logistic regression with an L2 penalty on the columns that the late fusion learns from, as the transparent baseline beside it. "
        + "Numbers were set to mean 0 and "
        + "standard deviation 1, missing ones to the mean, and each column with missing values got an indicator of them, all fitted on the "
        + "training rows of each fold; "
        + "the intercept is not penalised. The penalty is that of the smallest held-out log loss among "
        + $"{PenaltyCrossFit.Grid.Length} (C from {Invariant(PenaltyCrossFit.Grid[0])} to {Invariant(PenaltyCrossFit.Grid[^1])}) in the same "
        + "cross-fitting, which also fitted its "
        + "Platt scaling and threshold; then it was fitted once more on all training patients. A new patient is scored as by the late fusion.";

    public override FusedModel Fit(FusionTask task, IGradientBoosting boosting) =>
        Fit(task, task.IsExplained ? CoefficientStability.UsualRefits : 0);

    /// <param name="refits">How many bootstrap refits the stability rests on; 0: none is computed.</param>
    /// <exception cref="RefusedInputException">Without some fold there is no case or no control left to learn from.</exception>
    internal static FusedLogistic Fit(FusionTask task, int refits)
    {
        var crossFit = PenaltyCrossFit.Run(task.TrainRows, task.IsCase, task.Fold);
        var (calibration, threshold) = FusedModel.Calibrate(task, crossFit.Margins);
        var model = LogisticModel.Fit(task.TrainRows, task.IsCase, crossFit);
        if (refits > 0)
            model = model with { Stability = CoefficientStability.Of(task.TrainRows, task.IsCase, task.Fold, model, task.RandomSeed, refits) };
        return new FusedLogistic(model, task.Margins(crossFit.Margins, model), calibration, threshold);
    }

    public override IFusionPredictor Read(byte[] content, ImmutableArray<string> features) => LogisticModel.Read(content, features);

    public override FusionTable Table(byte[] content)
    {
        var model = LogisticModel.Read(content);
        var spread = model.Stability?.Coefficients.ToDictionary(one => one.Term, StringComparer.Ordinal);
        var rows = model.Terms.OrderByDescending(term => Math.Abs(term.Coefficient)).Select(term => Row(term, spread?.GetValueOrDefault(term.Name)));
        return new FusionTable(
            $"{Title}: coefficients", ["Column", "Log-odds per standard deviation", "2.5% to 97.5% of the refits", "Same sign"],
            [.. rows],
            [
                FormattableString.Invariant(
                    $"C = {model.C} of {model.Penalties.Length}; intercept {model.Intercept:0.000} (log-odds of a patient who is average in everything)."),
                .. model.Stability is { } stability ? Stability(stability) : [],
            ]);
    }

    private static ImmutableArray<string> Row(LogisticTerm term, CoefficientSpread? spread) =>
    [
        term.Name, FormattableString.Invariant($"{term.Coefficient:0.000}"),
        spread is null ? "" : FormattableString.Invariant($"{spread.Low:0.000} to {spread.High:0.000}"),
        spread is null ? "" : FormattableString.Invariant($"{100 * spread.SameSign:0}%"),
    ];

    private static IEnumerable<string> Stability(CoefficientStability stability)
    {
        yield return FormattableString.Invariant(
            $"Stability, not confidence: {stability.Refits - stability.NotFitted} refits on patients drawn with replacement, the choice of the penalty ")
            + "included. Penalised coefficients are pulled towards 0 on purpose and have no valid interval.";
        yield return "Penalties that the refits chose: "
            + $"{string.Join(", ", stability.Chosen.Where(one => one.Times > 0).Select(one => FormattableString.Invariant($"{one.C} ({one.Times})")))}.";
    }

    private static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The fitted baseline.</summary>
public sealed record FusedLogistic(LogisticModel Model, double[] Margins, PlattScaling Calibration, double Threshold)
    : FusedModel(Margins, Calibration, Threshold, Model.ToJson());
