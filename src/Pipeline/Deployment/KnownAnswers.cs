using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What the late fusion answered to rows of nobody when it was exported (known_answers.json): whoever loads it asks again, so that a file that
/// reads as another model there than here is found before a patient is asked about.
/// </summary>
public sealed record KnownAnswers(ImmutableArray<KnownAnswer> Rows)
{
    private const int Count = 32;

    /// <summary>
    /// How far the library may be from the walk of the trees, in log-odds for each unit of them. XGBoost 1.7.4 gives the same bits; another version may
    /// add the trees in another order.
    /// </summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Probabilities go through the exponential function of the machine, whose last digits differ.</summary>
    private const int ProbabilityDigits = 9;

    /// <param name="randomSeed">Of the run.</param>
    public static KnownAnswers Of(BoostedTrees trees, PlattScaling calibration, ulong randomSeed)
    {
        var rows = trees.MadeRows(Count, randomSeed);
        var margins = trees.Margins(rows);
        return new KnownAnswers([.. margins.Select((margin, row) => new KnownAnswer(
            [.. rows.Row(row).ToArray().Select(value => float.IsNaN(value) ? (float?)null : value)], margin,
            Math.Round(calibration.Probability(margin), ProbabilityDigits)))]);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.KnownAnswers);

    /// <exception cref="JsonException">Not a known_answers.json.</exception>
    public static KnownAnswers FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BundleJson.Default.KnownAnswers) ?? throw new JsonException("it is null");

    /// <summary>That the files of a model give the answers that were stored with them.</summary>
    /// <exception cref="RefusedInputException">Names the row and both answers.</exception>
    public void CompareWith(BoostedTrees trees, PlattScaling calibration)
    {
        if (Rows.IsDefaultOrEmpty || Rows.Length > Count)
            throw Wrong($"rows", $"must be a list of 1 to {Count} rows");
        for (var row = 0; row < Rows.Length; row++)
            if (!IsRow(Rows[row], trees.Features.Length))
                throw Wrong($"rows[{row}].values", $"must be {trees.Features.Length} numbers or nulls, one for each feature of the fusion");
        var margins = trees.Margins(MatrixFor(trees));
        for (var row = 0; row < margins.Length; row++)
        {
            var (known, probability) = (Rows[row], calibration.Probability(margins[row]));
            if (known.Margin != margins[row])
                throw Changed($"rows[{row}].margin", $"is {known.Margin}, and {ModelFileNames.Fusion} answers {margins[row]}");
            if (!(Math.Abs(known.Probability - probability) <= 2 * Math.Pow(10, -ProbabilityDigits)))
                throw Changed($"rows[{row}].probability", $"is {known.Probability}, and with the calibration of {ModelFileNames.Fit} it is {probability}");
        }
    }

    private static bool IsRow(KnownAnswer? row, int features) => row is { Values.IsDefault: false }
        && row.Values.Length == features && row.Values.All(value => value is not { } number || float.IsFinite(number));

    /// <summary>That the library reads the model as this program does. To be called in a process that may die of it.</summary>
    /// <exception cref="RefusedInputException">It answers otherwise.</exception>
    public void AskLibrary(IBooster booster, BoostedTrees trees)
    {
        var answers = booster.Margins(MatrixFor(trees));
        for (var row = 0; row < answers.Length; row++)
            if (!(Math.Abs(answers[row] - Rows[row].Margin) <= Tolerance * Math.Max(1, Math.Abs(Rows[row].Margin))))
                throw new RefusedInputException(FormattableString.Invariant(
                    $"{ModelFileNames.Fusion}: XGBoost answers {answers[row]} to made row {row}, and its trees say {Rows[row].Margin}. ")
                    + "Is another version of the library installed than the run had (manifest.json, software)?");
    }

    private FeatureMatrix MatrixFor(BoostedTrees trees) =>
        new(trees.Features, Rows.Length, [.. Rows.SelectMany(row => row.Values).Select(value => value ?? float.NaN)]);

    private static RefusedInputException Wrong(FormattableString field, FormattableString rule) =>
        new($"{ModelFileNames.KnownAnswers}: {FormattableString.Invariant(field)} {FormattableString.Invariant(rule)}.");

    private static RefusedInputException Changed(FormattableString field, FormattableString answers) =>
        Wrong(field, $"{FormattableString.Invariant(answers)}: one of the two was changed after the export");
}

/// <param name="Values">In the order of the fusion's features; null is missing.</param>
/// <param name="Margin">Log-odds before calibration.</param>
/// <param name="Probability">After calibration.</param>
public sealed record KnownAnswer(ImmutableArray<float?> Values, float Margin, double Probability);
