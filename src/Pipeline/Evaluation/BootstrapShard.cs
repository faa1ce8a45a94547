using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>One measure of one model in one population, per draw of the shard.</summary>
public sealed record BootstrapSeries(PatientSet Set, Subgroup Subgroup, Model Model, Metric Metric, ImmutableArray<double> Values);

/// <summary>
/// Part of the run's bootstrap: the draws of one range. Draw i depends on the random seed and i alone, so it does not matter
/// how the draws are cut into shards or where each is computed.
/// </summary>
public sealed record BootstrapShard(DrawRange Draws, ImmutableArray<BootstrapSeries> Series)
{
    /// <summary>Populations without a case or a control have no series: there is nothing to resample.</summary>
    public static BootstrapShard Compute(PredictionTable table, ulong randomSeed, DrawRange draws)
    {
        var series = ImmutableArray.CreateBuilder<BootstrapSeries>();
        foreach (var population in Population.In(table))
        {
            var rows = population.RowsOf(table);
            var isCase = rows.Select(row => table.Rows[row].IsCase).ToArray();
            if (!isCase.Contains(true) || !isCase.Contains(false)) continue;
            series.AddRange(Compute(table, population, rows, isCase, randomSeed, draws));
        }
        return new BootstrapShard(draws, series.ToImmutable());
    }

    private static IEnumerable<BootstrapSeries> Compute(
        PredictionTable table, Population population, int[] rows, bool[] isCase, ulong randomSeed, DrawRange draws)
    {
        var models = population.ModelsOf(table);
        var evaluators = models.Select(model =>
        {
            var scores = rows.Select(row => table.Rows[row][model]!).ToArray();
            return new WeightedFigures(isCase, [.. scores.Select(s => s.Probability)], [.. scores.Select(s => s.Positive)]);
        }).ToArray();
        var metrics = Enum.GetValues<Metric>();
        var values = models.Select(_ => metrics.Select(_ => new double[draws.Count]).ToArray()).ToArray(); // [model][metric][draw]

        var stratified = new StratifiedDraw(isCase);
        var counts = new int[rows.Length];
        var figures = new double[metrics.Length];
        for (var i = 0; i < draws.Count; i++)
        {
            stratified.Fill(counts, randomSeed, draws.First + i);
            for (var model = 0; model < evaluators.Length; model++)
            {
                evaluators[model].Compute(counts, figures);
                foreach (var metric in metrics) values[model][(int)metric][i] = figures[(int)metric];
            }
        }
        return models.SelectMany((model, m) => metrics.Select(metric =>
            new BootstrapSeries(population.Set, population.Subgroup, model, metric, [.. values[m][(int)metric]])));
    }

    /// <summary>UTF-8 JSON whose numbers read back as the same doubles.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EvaluationJson.Default.BootstrapShard);

    /// <exception cref="RefusedInputException">Not a shard.</exception>
    public static BootstrapShard FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.BootstrapShard) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"A bootstrap shard cannot be read: {wrong.Message} Compute it again.", wrong);
        }
    }
}
