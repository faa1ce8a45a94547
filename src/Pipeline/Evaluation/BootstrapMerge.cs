using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>All draws of a run put together, and the intervals they give.</summary>
/// <param name="Draws">How many draws there are; 0 when the run asked for none, and then there are no intervals.</param>
public sealed record BootstrapResult(
    int Draws, double Confidence,
    ImmutableDictionary<(PatientSet Set, Subgroup Subgroup, Model Model, Metric Metric), ImmutableArray<double>> Values)
{
    /// <returns>Null where the model has no figures in the population.</returns>
    public Interval? Of(Population population, Model model, Metric metric) =>
        Values.TryGetValue((population.Set, population.Subgroup, model, metric), out var draws)
            ? Interval.OfDraws(draws.AsSpan(), Confidence)
            : null;

    /// <summary>Interval of <paramref name="first"/> − <paramref name="second"/>, paired by draw.</summary>
    public Interval? OfDifference(Population population, Model first, Model second, Metric metric)
    {
        if (!Values.TryGetValue((population.Set, population.Subgroup, first, metric), out var a) ||
            !Values.TryGetValue((population.Set, population.Subgroup, second, metric), out var b)) return null;
        return Interval.OfDraws([.. a.Zip(b, (x, y) => x - y)], Confidence);
    }
}

/// <summary>Puts shards together, whatever their order and sizes.</summary>
public static class BootstrapMerge
{
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
            throw new ArgumentException($"There are {next} bootstrap draws; the run asked for {totalDraws}.");

        var values = new Dictionary<(PatientSet, Subgroup, Model, Metric), ImmutableArray<double>.Builder>();
        foreach (var shard in inOrder)
            foreach (var series in shard.Series)
            {
                var key = (series.Set, series.Subgroup, series.Model, series.Metric);
                if (!values.TryGetValue(key, out var all)) values[key] = all = ImmutableArray.CreateBuilder<double>(totalDraws);
                all.AddRange(series.Values);
            }
        foreach (var (key, all) in values)
            if (all.Count != totalDraws)
                throw new ArgumentException($"{key} has {all.Count} bootstrap values instead of {totalDraws}: the shards are not of one run.");
        return new BootstrapResult(totalDraws, confidence, values.ToImmutableDictionary(v => v.Key, v => v.Value.ToImmutable()));
    }
}
