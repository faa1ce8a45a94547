using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Evaluation.Scoring;

/// <summary>Where each model's probability becomes a decision, as the command line says.</summary>
internal static class ScoreThresholds
{
    public const string Youden = "youden";

    /// <param name="given">A number or <c>youden</c> for all models, or <c>column=…</c> for one; the last word on a model counts.</param>
    /// <param name="models">Names of the columns.</param>
    /// <returns>[model] the threshold; null: Youden's.</returns>
    /// <exception cref="RefusedInputException">Neither a number from 0 to 1 nor youden, or of a column that is not scored.</exception>
    public static double?[] Of(ImmutableArray<string> given, ImmutableArray<string> models)
    {
        var thresholds = models.Select(_ => (double?)DecisionThreshold.Default).ToArray();
        foreach (var text in given.OrderBy(text => text.Contains('='))) // for all first, then for one
        {
            var (model, value) = text.LastIndexOf('=') is > 0 and var equals ? (text[..equals], text[(equals + 1)..]) : (null, text);
            if (model is not null && !models.Contains(model))
                throw new RefusedInputException(
                    $"--threshold {text}: '{model}' is not scored.{NearestName.Hint(model, models)} Scored are {string.Join(", ", models)}.");
            var threshold = value == Youden ? (double?)null
                : ColumnTyping.TryNumber(value, out var number) && number is >= 0 and <= 1 ? number
                : throw new RefusedInputException($"--threshold {text}: '{value}' is neither a number from 0 to 1 nor {Youden}.{DecimalComma.Hint(value)}");
            for (var m = 0; m < models.Length; m++)
                if (model is null || models[m] == model) thresholds[m] = threshold;
        }
        return thresholds;
    }

    /// <summary>For people.</summary>
    public static string Text(double? threshold) => threshold is { } fixedAt
        ? string.Create(CultureInfo.InvariantCulture, $"fixed at {fixedAt}")
        : "Youden's, on these very rows";
}
