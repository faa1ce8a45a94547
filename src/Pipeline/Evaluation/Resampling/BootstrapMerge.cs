using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>All draws put together.</summary>
/// <param name="Draws">How many there are; 0 when none were asked for, and then there are no intervals.</param>
/// <param name="Confidence">Of the intervals, such as 0.95.</param>
public sealed record BootstrapResult(int Draws, double Confidence, ImmutableDictionary<SeriesKey, double[]> Values)
{
    /// <returns>By draw, NaN where the measure is not defined; null where the model has no figures in the population.</returns>
    public double[]? Of(EvaluatedPopulation population, string model, Metric metric) =>
        Values.GetValueOrDefault(new SeriesKey(population.Key, model, metric));

    /// <summary><paramref name="first"/> − <paramref name="second"/>, paired by draw.</summary>
    public double[]? OfDifference(EvaluatedPopulation population, string first, string second, Metric metric) =>
        Of(population, first, metric) is { } a && Of(population, second, metric) is { } b ? [.. a.Zip(b, (x, y) => x - y)] : null;
}

/// <summary>Puts shards together, whatever their order and sizes.</summary>
public static class BootstrapMerge
{
    /// <summary>All draws in one piece, where nobody shares the work.</summary>
    public static BootstrapResult Whole(IEnumerable<EvaluatedPopulation> populations, ulong randomSeed, int draws, double confidence) =>
        Merge([BootstrapShard.Compute(populations, randomSeed, new DrawRange(0, draws))], draws, confidence);

    /// <param name="totalDraws">Draws 0 .. totalDraws − 1 must each be there exactly once.</param>
    /// <exception cref="ArgumentException">A draw is missing or there twice, or the shards are not of one run.</exception>
    public static BootstrapResult Merge(IEnumerable<BootstrapShard> shards, int totalDraws, double confidence)
    {
        var inOrder = shards.Where(shard => shard.Draws.Count > 0).OrderBy(shard => shard.Draws.First).ToArray();
        var next = 0;
        foreach (var shard in inOrder)
        {
            if (shard.Draws.First != next)
                throw new ArgumentException(shard.Draws.First < next
                    ? $"Bootstrap draws {shard.Draws.First} to {Math.Min(next, shard.Draws.First + shard.Draws.Count) - 1} are there twice."
                    : $"Bootstrap draws {next} to {shard.Draws.First - 1} are missing.");
            next += shard.Draws.Count;
        }
        if (next != totalDraws)
            throw new ArgumentException($"There are {next} bootstrap draws; {totalDraws} were asked for.");

        var values = new Dictionary<SeriesKey, double[]>();
        foreach (var shard in inOrder)
        {
            foreach (var series in shard.Series)
            {
                if (!values.TryGetValue(series.Key, out var all)) values[series.Key] = all = new double[totalDraws];
                series.Values.CopyTo(all, shard.Draws.First);
            }
            if (shard.Series.Length != values.Count)
                throw new ArgumentException($"One shard has {shard.Series.Length} series and another {values.Count}: they are not of one run.");
        }
        return new BootstrapResult(totalDraws, confidence, values.ToImmutableDictionary());
    }
}
