using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>What a series of draws is of.</summary>
/// <param name="Population">A <see cref="EvaluatedPopulation.Key"/>.</param>
/// <param name="Model">A <see cref="EvaluatedModel.Name"/>.</param>
public readonly record struct SeriesKey(string Population, string Model, Metric Metric);

/// <summary>One measure of one model in one population, per draw of the shard.</summary>
/// <param name="Values">NaN for a draw in which the measure is not defined.</param>
public sealed record BootstrapSeries(SeriesKey Key, double[] Values);

/// <summary>
/// Part of the bootstrap: the draws of one range. Draw i depends on the random seed and i alone, so it does not matter
/// how the draws are cut into shards or where each is computed.
/// </summary>
public sealed record BootstrapShard(DrawRange Draws, ImmutableArray<BootstrapSeries> Series)
{
    /// <summary>Populations without a case or a control have no series: there is nothing to resample.</summary>
    public static BootstrapShard Compute(IEnumerable<EvaluatedPopulation> populations, ulong randomSeed, DrawRange draws) =>
        new(draws, [.. populations.Where(p => p is { Cases: > 0, Controls: > 0 }).SelectMany(p => Compute(p, randomSeed, draws))]);

    private static IEnumerable<BootstrapSeries> Compute(EvaluatedPopulation population, ulong randomSeed, DrawRange draws)
    {
        var judged = population.Judged.ToArray();
        var evaluators = judged.Select(model => new WeightedMeasures(population.IsCase, model.Scores)).ToArray();
        var values = judged.Select(_ => population.Drawn.Select(_ => new double[draws.Count]).ToArray()).ToArray(); // [model][measure][draw]

        var stratified = new StratifiedDraw(PatientStrata.Of(population.IsCase, population.Patient));
        var counts = new int[population.Rows];
        var figures = new double[Metrics.All.Count];
        for (var i = 0; i < draws.Count; i++)
        {
            stratified.Fill(counts, randomSeed, draws.First + i);
            for (var model = 0; model < evaluators.Length; model++)
            {
                evaluators[model].Compute(counts, figures);
                for (var measure = 0; measure < population.Drawn.Count; measure++)
                    values[model][measure][i] = figures[(int)population.Drawn[measure]];
            }
        }
        return judged.SelectMany((model, m) => population.Drawn.Select((metric, k) =>
            new BootstrapSeries(new SeriesKey(population.Key, model.Name, metric), values[m][k])));
    }
}
