using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>What the fields of a model must hold before anybody is scored with it: its file may come from anybody.</summary>
internal static class LogisticModelRules
{
    /// <summary>So large that no fit comes near, and so small that a sum of products with cells of single precision stays a number.</summary>
    private const double MostOfCoefficient = 1e12, LeastScale = 1e-60;

    private const int MostPenalties = 1000, MostRefits = 1_000_000;

    public static void Check(LogisticModel model, ImmutableArray<string> features)
    {
        Must(!model.Terms.IsDefault && model.Terms.Length >= features.Length,
            "terms", $"must be the {features.Length} features of the model and the indicators of their missing values");
        var last = -1;
        for (var i = 0; i < model.Terms.Length; i++)
        {
            var (field, term) = (FormattableString.Invariant($"terms[{i}]"), model.Terms[i]);
            Must(term is { Scaling: not null }, field, "must be a term with its scaling");
            Must(term.OfMissing == i >= features.Length, field, "must be a feature, or behind all of them an indicator of missing values");
            Must(term.OfMissing ? term.Feature > last && term.Feature < features.Length : term.Feature == i,
                $"{field}.feature", "must be in the features' order");
            Must(term.Scaling.Column == features[term.Feature], $"{field}.scaling.column", $"must be '{features[term.Feature]}'");
            CheckTerm(field, term);
            if (term.OfMissing) last = term.Feature;
        }
        Must(Math.Abs(model.Intercept) <= MostOfCoefficient, "intercept", $"must be a number up to {MostOfCoefficient:F0} in size");
        Must(model.Penalties is { IsDefaultOrEmpty: false, Length: <= MostPenalties } && model.Penalties.All(one => one is not null),
            "penalties", $"must be 1 to {MostPenalties} penalties");
        Must(model.Penalties.All(one => one is { C: > 0 and <= double.MaxValue, HeldOutLogLoss: >= 0 and <= double.MaxValue }),
            "penalties", "must be numbers, C above 0 and the loss not below");
        Must(Rises([.. model.Penalties.Select(one => one.C)]), "penalties", "must go from the smallest C to the largest");
        Must(model.Penalties.Any(one => one.C == model.C), "c", "must be one of the penalties");
        if (model.Stability is { } stability) CheckStability(stability, model);
    }

    private static void CheckTerm(string field, LogisticTerm term)
    {
        var scaling = term.Scaling;
        Must(IsCell(scaling.Mean) && IsCell(scaling.Imputed ?? 0), $"{field}.scaling", "must have a mean and an imputed value in single precision's range");
        Must(scaling.Scale is >= LeastScale and <= float.MaxValue, $"{field}.scaling.scale", "must be above 0 and in single precision's range");
        Must(Math.Abs(term.Coefficient) <= MostOfCoefficient, $"{field}.coefficient", $"must be a number up to {MostOfCoefficient:F0} in size");
    }

    private static void CheckStability(CoefficientStability stability, LogisticModel model)
    {
        Must(stability is { Refits: >= 0 and <= MostRefits, NotFitted: >= 0 } && stability.NotFitted <= stability.Refits,
            "stability", $"must count at most {MostRefits} refits");
        Must(!stability.Coefficients.IsDefault && stability.Coefficients.Select(one => one?.Term).SequenceEqual(model.Terms.Select(term => term.Name)),
            "stability.coefficients", "must be of the terms, in their order");
        foreach (var (i, one) in stability.Coefficients.Index())
            Must(one is { Low: >= -MostOfCoefficient, High: <= MostOfCoefficient, SameSign: >= 0 and <= 1 } && one.Low <= one.Median && one.Median <= one.High,
                FormattableString.Invariant($"stability.coefficients[{i}]"), "must be three numbers that do not fall, and a share");
        Must(stability.Chosen is { IsDefault: false } && stability.Chosen.All(one => one is { Times: >= 0 }), "stability.chosen", "must be counts");
        Must(stability.Chosen.Select(one => one.C).SequenceEqual(model.Penalties.Select(one => one.C)),
            "stability.chosen", "must be of the penalties, in their order");
        Must(stability.Chosen.Sum(one => (long)one.Times) == stability.Refits - stability.NotFitted,
            "stability.chosen", "must add up to the refits that were fitted");
    }

    private static bool IsCell(double value) => Math.Abs(value) <= float.MaxValue;

    private static bool Rises(IReadOnlyList<double> values) => values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);

    private static void Must([DoesNotReturnIf(false)] bool holds, string field, FormattableString rule) =>
        Must(holds, field, rule.ToString(CultureInfo.InvariantCulture));

    private static void Must([DoesNotReturnIf(false)] bool holds, string field, string rule)
    {
        if (!holds) throw new LogisticModelException(field, rule);
    }
}
