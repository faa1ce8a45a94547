using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>Two runs, judged on the same test patients: the first less the second.</summary>
/// <param name="SplitHash">Of both.</param>
/// <param name="Confidence">Of every interval.</param>
/// <param name="Draws">Over patients, stratified by label, the same for both runs.</param>
/// <param name="Models">All there are, in the registry's order.</param>
public sealed record RunComparison(string SplitHash, double Confidence, int Draws, ImmutableArray<ModelComparison> Models)
{
    /// <summary>Enough for a p of 0.001; a run's own draws may be fewer.</summary>
    public const int UsualDraws = 2000;

    /// <summary>The same for every comparison, so that the same two runs always give the same figures.</summary>
    private const ulong RandomSeed = 0;

    private const string Population = "test/common";
    private const string First = "first", Second = "second";

    /// <exception cref="RefusedInputException">The runs cannot be compared: says why, with both split hashes where these differ.</exception>
    public static RunComparison Of(ComparedRun first, ComparedRun second, int draws = UsualDraws)
    {
        if (first.Report.SplitHash is not { } hash || second.Report.SplitHash is not { } other)
            throw new RefusedInputException("One of the runs does not say how its patients were split, so nobody knows whether the two can be compared.");
        if (hash != other)
            throw new RefusedInputException(
                "The runs cannot be compared, for their patients are split otherwise: a test patient of one may have trained the other. Split of "
                + $"{first.Name}: {hash}. Split of {second.Name}: {other}. "
                + "Submit one of them again with 'split: { file: … }' naming the split.csv of the other.");
        var confidence = first.Report.Confidence;
        return new RunComparison(hash, confidence, draws,
            [.. first.Predictions.Predictors.Union(second.Predictions.Predictors).Order().Select(model => Compare(first, second, model, draws, confidence))]);
    }

    private static ModelComparison Compare(ComparedRun first, ComparedRun second, PredictorId model, int draws, double confidence)
    {
        var (name, title) = (model.Key, model.Title);
        var scored = second.Predictions.Rows.Where(row => row.Set == PatientSet.Test && row[model] is not null)
            .ToDictionary(row => row.PatientId, StringComparer.Ordinal);
        var pairs = first.Predictions.Rows.Where(row => row.Set == PatientSet.Test && row[model] is not null && scored.ContainsKey(row.PatientId))
            .Select(row => (First: row, Second: scored[row.PatientId])).ToArray();
        if (pairs.Length == 0 || first.ThresholdOf(name) is not { } firstThreshold || second.ThresholdOf(name) is not { } secondThreshold)
            return new ModelComparison(name, title, 0, 0, "no test patient was scored by this model in both runs", null, [], []);

        var population = new EvaluatedPopulation(
            Population, title, [.. pairs.Select(pair => pair.First.IsCase)], EvaluatedPopulation.EachItsOwn(pairs.Length),
            [
                new EvaluatedModel(First, first.Name, Judged(pairs.Select(pair => pair.First[model]!), firstThreshold), null),
                new EvaluatedModel(Second, second.Name, Judged(pairs.Select(pair => pair.Second[model]!), secondThreshold), null),
            ]);
        var bootstrap = BootstrapMerge.Whole([population], RandomSeed, draws, confidence);
        var figures = Evaluator.Figures(population, bootstrap, [(First, Second)]);
        var difference = figures.Differences.Single();
        return new ModelComparison(
            name, title, pairs.Length, population.Cases, null, difference.DeLong,
            [.. difference.Measures.Select(measure => new MeasureComparison(
                measure.Metric, figures.Models[0].Figures!.Value(measure.Metric), figures.Models[1].Figures!.Value(measure.Metric), measure.Difference,
                measure.P))],
            figures.Warnings);
    }

    private static ThresholdedScores Judged(IEnumerable<ModelScore> scores, double threshold) =>
        new([.. scores.Select(score => score.Probability)], [.. scores.Select(score => score.Positive)], threshold);
}

/// <summary>What of a run is compared.</summary>
/// <param name="Name">For people: its id.</param>
public sealed record ComparedRun(string Name, PredictionTable Predictions, EvaluationReport Report)
{
    public double? ThresholdOf(string model) => Report.Models.FirstOrDefault(one => one.Name == model)?.Threshold;
}

/// <param name="Patients">Test patients whom the model scored in both runs.</param>
/// <param name="NotAvailable">Why there is nothing to compare; null where there is.</param>
/// <param name="DeLong">Of the AUROCs; null where their variance is not defined or zero.</param>
/// <param name="Warnings">What makes the figures less certain than their intervals say.</param>
public sealed record ModelComparison(
    string Model, string Title, int Patients, int Cases, string? NotAvailable, DeLongDifference? DeLong,
    ImmutableArray<MeasureComparison> Measures, ImmutableArray<string> Warnings);

/// <param name="Difference">First less second, with an interval paired by draw.</param>
/// <param name="P">Two-sided, from the draws; null without an interval.</param>
public sealed record MeasureComparison(Metric Metric, double? First, double? Second, Estimate Difference, double? P);
