using System.Diagnostics;
using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Evaluation;

/// <summary>
/// 10,000 draws × 3 models on 1,813 patients with 319 cases; the peer draws 200 times. Ours computes nine measures per draw, the peer three (AUROC, AUPRC,
/// Brier). What these are on the undrawn patients lies beside the scores, and the peer refuses to go on where its own differ.
/// </summary>
internal static class BootstrapSpeed
{
    private const int Cases = 319, Controls = 1494, Draws = 10_000;

    public static int Run(RowArguments row)
    {
        var population = Population();
        row.Shared("scores.csv", path => File.WriteAllLines(path, Table(population)));
        row.Shared("measures.csv", path => File.WriteAllLines(path, Measures(population)));
        for (var warmUp = 0; warmUp < 3; warmUp++) BootstrapShard.Compute([population], 42, new DrawRange(0, 1000));
        var start = Stopwatch.GetTimestamp();
        BootstrapShard.Compute([population], 42, new DrawRange(0, Draws));
        return row.Report("bootstrap: 10,000 draws of nine measures, the peer's 200 of three", "s", Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static EvaluatedPopulation Population()
    {
        bool[] isCase = [.. Enumerable.Range(0, Cases + Controls).Select(i => i < Cases)];
        var models = new[] { 0.80, 0.85, 0.92 }.Select((auroc, m) =>
        {
            var drawn = MadeScores.Draw(Cases, Controls, MadeScores.Separation(auroc), RandomStream.From(1, "benchmark", m));
            // The second has ties, as a score of few decimals has.
            double[] probability = m == 1 ? [.. drawn.Select(p => Math.Round(p, 2))] : drawn;
            return new EvaluatedModel($"m{m}", $"m{m}", ThresholdedScores.At(0.5, probability), null);
        });
        return new EvaluatedPopulation("test", "test", isCase, EvaluatedPopulation.EachItsOwn(isCase.Length), [.. models]);
    }

    private static IEnumerable<string> Table(EvaluatedPopulation population) =>
    [
        "label,m0,m1,m2",
        .. Enumerable.Range(0, population.Rows).Select(row => string.Join(',',
            population.Models.Select(model => model.Scores!.Probability[row].ToString("R", CultureInfo.InvariantCulture))
                .Prepend(population.IsCase[row] ? "1" : "0"))),
    ];

    /// <summary>A line for each model: AUROC, AUPRC, Brier.</summary>
    private static IEnumerable<string> Measures(EvaluatedPopulation population) => population.Models.Select(model => model.Scores!.Probability)
        .Select(probability => string.Join(',', new[]
        {
            Auroc.Of(population.IsCase, probability)!.Value, AveragePrecision.Of(population.IsCase, probability)!.Value,
            BrierScore.Of(population.IsCase, probability)!.Value,
        }.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
}
