using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class BootstrapTests
{
    private static readonly PredictionTable Table = MadePredictions.Table(300);
    private static readonly System.Collections.Immutable.ImmutableArray<EvaluatedPopulation> Populations = MadePredictions.Populations(Table);

    [Fact]
    public void Each_reference_resample_has_the_reference_values_and_percentiles()
    {
        var expected = Golden.Json("bootstrap_expected.json");
        var (isCase, score) = Golden.Vector((string)expected["vector"]!);
        var figures = new WeightedMeasures(isCase, ThresholdedScores.At(0.5, score));
        var (draws, values) = (Golden.Csv("bootstrap_indices.csv"), Golden.Csv("bootstrap_values.csv"));
        var computed = new List<double>[] { [], [], [] };
        for (var draw = 0; draw < draws.Length; draw++)
        {
            var counts = new int[isCase.Length];
            foreach (var index in draws[draw]) counts[int.Parse(index)]++;
            var of = new double[Metrics.All.Count];
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
        var made = MadePredictions.Judged(180, ties);
        var (isCase, score) = (made.IsCase, made.Models[0].Scores!.Probability);
        var counts = new int[isCase.Length];
        new StratifiedDraw(PatientStrata.Of(isCase, made.Patient)).Fill(counts, 42, 3);
        var repeated = Enumerable.Range(0, isCase.Length).SelectMany(i => Enumerable.Repeat(i, counts[i])).ToArray();
        bool[] isCaseRepeated = [.. repeated.Select(i => isCase[i])];
        double[] scoreRepeated = [.. repeated.Select(i => score[i])];

        var figures = new double[Metrics.All.Count];
        new WeightedMeasures(isCase, made.Models[0].Scores!).Compute(counts, figures);
        var confusion = ConfusionCounts.At(0.4, isCaseRepeated, scoreRepeated);
        double?[] expected =
        [
            Auroc.Of(isCaseRepeated, scoreRepeated), AveragePrecision.Of(isCaseRepeated, scoreRepeated), BrierScore.Of(isCaseRepeated, scoreRepeated),
            LogLoss.OfProbabilities(isCaseRepeated, scoreRepeated), confusion.Sensitivity, confusion.Specificity, confusion.F1,
            confusion.BalancedAccuracy, confusion.MatthewsCorrelation,
        ];
        Assert.Equal(isCase.Count(c => c), isCaseRepeated.Count(c => c));
        foreach (var metric in Metrics.All) Assert.Equal(expected[(int)metric]!.Value, figures[(int)metric], 1e-13);
    }

    [Fact]
    public void Many_numbers_at_once_are_those_drawn_one_by_one()
    {
        foreach (var (bound, count) in new[] { (1, 9), (7, 4), (1000, 1001), (int.MaxValue, 333), (3 << 29, 500) })
        {
            var (one, many) = (RandomStream.From(5, "test", bound), RandomStream.From(5, "test", bound));
            Assert.Equal(one.NextUInt32(), many.NextUInt32()); // begins in the middle of a block
            var numbers = new int[count];
            many.NextInts(numbers, bound);
            Assert.Equal([.. Enumerable.Range(0, count).Select(_ => one.NextInt(bound))], numbers);
            Assert.Equal(one.NextUInt32(), many.NextUInt32());
        }
    }

    [Fact]
    public void All_rows_of_a_patient_are_drawn_together()
    {
        // Patients 0 and 1 have three rows each of one outcome, patient 2 has both outcomes, 3 to 6 one row each.
        int[] patient = [0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6];
        bool[] isCase = [true, true, true, false, false, false, true, false, true, true, false, false];
        var strata = PatientStrata.Of(isCase, patient);
        Assert.Equal([[0, 3, 4], [1, 5, 6], [2]], strata.Members);
        var counts = new int[patient.Length];
        var draw = new StratifiedDraw(strata);
        for (var i = 0; i < 50; i++)
        {
            draw.Fill(counts, 42, i);
            Assert.True(counts[0] == counts[1] && counts[1] == counts[2] && counts[3] == counts[4] && counts[4] == counts[5]);
            Assert.Equal((1, 1), (counts[6], counts[7]));
            Assert.Equal((3, 3), (counts[0] + counts[8] + counts[9], counts[3] + counts[10] + counts[11])); // three patients of each stratum
        }
    }

    [Fact]
    public void Shards_of_any_size_and_order_give_the_same_intervals_as_one()
    {
        var whole = MadePredictions.Bootstrap(Populations, 50);
        var parts = new[] { new DrawRange(20, 23), new DrawRange(0, 20), new DrawRange(43, 7) }
            .Select(range => BootstrapFile.Read(BootstrapFile.Bytes(BootstrapShard.Compute(Populations, 42, range))));
        var merged = BootstrapMerge.Merge(parts, 50, 0.95);
        Assert.Equal(whole.Values.Count, merged.Values.Count);
        foreach (var (key, values) in whole.Values) Assert.Equal(values, merged.Values[key]); // bit for bit
        var other = MadePredictions.Bootstrap(Populations, 50, randomSeed: 43);
        var key0 = new SeriesKey("out-of-fold/complete", "mri", Metric.Auroc);
        Assert.NotEqual(whole.Values[key0], other.Values[key0]);
    }

    [Fact]
    public void A_file_of_draws_that_is_cut_off_or_foreign_is_refused()
    {
        var bytes = BootstrapFile.Bytes(BootstrapShard.Compute(Populations, 42, new DrawRange(0, 3)));
        Assert.Contains("cut off", Assert.Throws<RefusedInputException>(() => BootstrapFile.Read(bytes.AsSpan(0, bytes.Length - 8))).Message);
        Assert.Contains("cannot be read", Assert.Throws<RefusedInputException>(() => BootstrapFile.Read("no draws"u8)).Message);
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
        var (result, test) = (MadePredictions.Bootstrap(Populations, 200), Populations[0]);
        Assert.All(result.OfDifference(test, "fusion", "fusion", Metric.Auroc)!, difference => Assert.Equal(0, difference));
        var paired = Interval.OfDraws(result.OfDifference(test, "fusion", "mri", Metric.Auroc)!, 0.95)!.Value;
        Assert.InRange(paired.Low, -1, paired.High);
        Assert.Null(result.OfDifference(test, "fusion", "nobody", Metric.Auroc));
    }

    [Fact]
    public void Populations_compare_models_only_where_all_scored_everyone()
    {
        IEnumerable<string> Judges(string key) => Populations.Single(p => p.Key == key).Judged.Select(model => model.Name);
        Assert.Equal(["clinical", "fusion"], Judges("test/everyone"));
        Assert.Equal(["mri", "clinical", "fusion"], Judges("test/complete"));
        Assert.Equal(9, Populations.Length);
        Assert.Equal(3, MadePredictions.Populations(MadePredictions.Table(100, mri: false)).Length);
        Assert.Equal(2, MadePredictions.Populations(MadePredictions.Table(100, clinical: false, test: false)).Length);
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
