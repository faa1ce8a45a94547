using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class BootstrapTests
{
    private static readonly PredictionTable Table = MadePredictions.Table(300);

    [Fact]
    public void Each_reference_resample_has_the_reference_values_and_percentiles()
    {
        var expected = Golden.Json("bootstrap_expected.json");
        var (isCase, score) = Golden.Vector((string)expected["vector"]!);
        var figures = new WeightedFigures(isCase, score, [.. score.Select(s => s >= 0.5)]);
        var (draws, values) = (Golden.Csv("bootstrap_indices.csv"), Golden.Csv("bootstrap_values.csv"));
        var computed = new List<double>[] { [], [], [] };
        for (var draw = 0; draw < draws.Length; draw++)
        {
            var counts = new int[isCase.Length];
            foreach (var index in draws[draw]) counts[int.Parse(index)]++;
            var of = new double[6];
            figures.Compute(counts, of);
            for (var metric = 0; metric < 3; metric++)
            {
                Assert.Equal(Golden.Number(values[draw][metric]), of[metric], 1e-12);
                computed[metric].Add(of[metric]);
            }
        }
        Assert.Equal(200, draws.Length);
        foreach (var (metric, name) in new[] { (Metric.Auroc, "auroc"), (Metric.Auprc, "auprc"), (Metric.Brier, "brier") })
        {
            var interval = Interval.OfDraws(computed[(int)metric].ToArray(), 0.95)!.Value;
            Assert.Equal(Golden.Numbers(expected[name])[0], interval.Low, 1e-12);
            Assert.Equal(Golden.Numbers(expected[name])[2], interval.High, 1e-12);
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Weighted_measures_equal_those_of_the_repeated_rows(bool ties)
    {
        var rows = Table.Rows.Where(r => r.Set == PatientSet.Train).ToArray();
        bool[] isCase = [.. rows.Select(r => r.IsCase)];
        double[] score = [.. rows.Select(r => ties ? Math.Round(r.Fusion!.Probability, 1) : r.Fusion!.Probability)];
        var counts = new int[rows.Length];
        new StratifiedDraw(isCase).Fill(counts, 42, 3);
        var repeated = Enumerable.Range(0, rows.Length).SelectMany(i => Enumerable.Repeat(i, counts[i])).ToArray();
        bool[] isCaseRepeated = [.. repeated.Select(i => isCase[i])];
        double[] scoreRepeated = [.. repeated.Select(i => score[i])];

        var figures = new double[6];
        new WeightedFigures(isCase, score, [.. score.Select(s => s >= 0.4)]).Compute(counts, figures);
        var confusion = ConfusionCounts.At(0.4, isCaseRepeated, scoreRepeated);
        Assert.Equal(isCase.Count(c => c), isCaseRepeated.Count(c => c));
        Assert.Equal(Auroc.Of(isCaseRepeated, scoreRepeated)!.Value, figures[0], 1e-13);
        Assert.Equal(AveragePrecision.Of(isCaseRepeated, scoreRepeated)!.Value, figures[1], 1e-13);
        Assert.Equal(BrierScore.Of(isCaseRepeated, scoreRepeated)!.Value, figures[2], 1e-13);
        Assert.Equal(confusion.Sensitivity!.Value, figures[3], 1e-13);
        Assert.Equal(confusion.Specificity!.Value, figures[4], 1e-13);
        Assert.Equal(confusion.F1!.Value, figures[5], 1e-13);
    }

    [Fact]
    public void Shards_of_any_size_and_order_give_the_same_intervals_as_one()
    {
        var whole = BootstrapMerge.Merge([BootstrapShard.Compute(Table, 42, new DrawRange(0, 50))], 50, 0.95);
        var parts = new[] { new DrawRange(20, 23), new DrawRange(0, 20), new DrawRange(43, 7) }
            .Select(range => BootstrapShard.FromJson(BootstrapShard.Compute(Table, 42, range).ToJson()));
        var merged = BootstrapMerge.Merge(parts, 50, 0.95);
        Assert.Equal(whole.Values.Count, merged.Values.Count);
        foreach (var (key, values) in whole.Values) Assert.Equal(values, merged.Values[key]); // bit for bit
        var other = BootstrapMerge.Merge([BootstrapShard.Compute(Table, 43, new DrawRange(0, 50))], 50, 0.95);
        var key0 = (PatientSet.Train, Subgroup.Complete, Model.Mri, Metric.Auroc);
        Assert.NotEqual(whole.Values[key0], other.Values[key0]);
    }

    [Theory]
    [InlineData(0, 10, 11, 9, "missing"), InlineData(0, 10, 9, 11, "twice"), InlineData(0, 10, 10, 9, "19 bootstrap draws")]
    public void A_draw_that_is_missing_or_there_twice_stops_the_merge(int first, int count, int second, int secondCount, string said)
    {
        var shards = new[] { new DrawRange(first, count), new DrawRange(second, secondCount) }.Select(r => new BootstrapShard(r, []));
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => BootstrapMerge.Merge(shards, 20, 0.95)).Message);
    }

    [Fact]
    public void A_difference_of_models_is_paired_by_draw()
    {
        var result = BootstrapMerge.Merge([BootstrapShard.Compute(Table, 42, new DrawRange(0, 200))], 200, 0.95);
        var test = new Population(PatientSet.Test, Subgroup.Complete);
        Assert.Equal(new Interval(0, 0), result.OfDifference(test, Model.Fusion, Model.Fusion, Metric.Auroc));
        var paired = result.OfDifference(test, Model.Fusion, Model.Mri, Metric.Auroc)!.Value;
        Assert.InRange(paired.Low, -1, paired.High);
    }

    [Fact]
    public void Populations_compare_models_only_where_all_scored_everyone()
    {
        var everyone = new Population(PatientSet.Test, Subgroup.Everyone);
        Assert.Equal([Model.Clinical, Model.Fusion], everyone.ModelsOf(Table));
        Assert.Equal(PredictionTable.AllModels, new Population(PatientSet.Test, Subgroup.Complete).ModelsOf(Table));
        Assert.Equal(9, Population.In(Table).Count);
        Assert.Equal(3, Population.In(MadePredictions.Table(100, mri: false)).Count);
        Assert.Equal(2, Population.In(MadePredictions.Table(100, clinical: false, test: false)).Count);
    }

    [Fact]
    public void Predictions_read_back_exactly()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            PredictionFile.Write(path, Table);
            Assert.Equal(Table.Rows.AsEnumerable(), PredictionFile.Read(path).Rows);
            File.AppendAllText(path, "p,test,2,0,,,,,,,,,\n");
            Assert.Contains("line 302", Assert.Throws<RefusedInputException>(() => PredictionFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
