using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Logistic;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Predictors;

public sealed class PredictorRegistryTests
{
    private const string Least = "cohort: { clinical: a.csv, label: { column: y } }\n";

    private static RunSpecification Specification(string more = "") => RunYaml.Parse(Least + more, "made.yaml", "/");

    [Fact]
    public void Every_run_has_the_three_of_the_first_runs_and_others_where_it_asks_for_them()
    {
        Assert.Equal(ThreePredictors.All.AsEnumerable(), PredictorRegistry.Of(Specification()));
        Assert.Equal([.. ThreePredictors.All, LogisticFusion.Id], PredictorRegistry.Of(Specification("fusion: { baseline: logistic }\n")).AsEnumerable());
    }

    [Fact]
    public void A_baseline_makes_a_run_of_its_own_and_none_leaves_keys_as_they_were()
    {
        var (without, none, with) = (Specification(), Specification("fusion: { baseline: none }\n"), Specification("fusion: { baseline: logistic }\n"));
        Assert.DoesNotContain("baseline:", RunYaml.Write(without));
        Assert.Equal(RunKey.Of(without), RunKey.Of(none));
        Assert.NotEqual(RunKey.Of(without), RunKey.Of(with));
        Assert.Equal(RunYaml.Write(with), RunYaml.Write(RunYaml.Parse(RunYaml.Write(with), "again.yaml", "/")));
        Assert.Contains("must be one of none, logistic", Assert.Throws<SpecificationException>(() => Specification("fusion: { baseline: lasso }\n")).Message);
    }

    [Fact]
    public void Each_fusion_is_compared_with_each_branch_and_with_each_fusion_before_it()
    {
        Assert.Equal(
            [("fusion", "mri"), ("fusion", "clinical"), ("mri", "clinical")],
            PredictorRegistry.Pairs(ThreePredictors.All).Select(pair => (pair.First.Key, pair.Second.Key)));
        Assert.Equal(
            [("fusion", "mri"), ("fusion", "clinical"), ("logistic", "mri"), ("logistic", "clinical"), ("fusion", "logistic"), ("mri", "clinical")],
            PredictorRegistry.Pairs([.. ThreePredictors.All, LogisticFusion.Id]).Select(pair => (pair.First.Key, pair.Second.Key)));
    }

    [Fact]
    public void The_late_fusion_is_the_headline_then_another_fusion_then_the_first_branch()
    {
        Assert.Equal(PredictorId.Fusion, PredictorRegistry.Headline([LogisticFusion.Id, PredictorId.Mri, PredictorId.Fusion]));
        Assert.Equal(LogisticFusion.Id, PredictorRegistry.Headline([PredictorId.Clinical, LogisticFusion.Id]));
        Assert.Equal(PredictorId.Mri, PredictorRegistry.Headline([PredictorId.Clinical, PredictorId.Mri]));
        Assert.Null(PredictorRegistry.Headline([]));
    }

    [Fact]
    public void A_table_with_a_further_predictor_reads_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        System.Collections.Immutable.ImmutableArray<PredictorId> predictors = [.. ThreePredictors.All, LogisticFusion.Id];
        var table = new PredictionTable(predictors,
        [
            new("a", PatientSet.Test, true,
                new PredictorScores(predictors, [null, new ModelScore(0.1, 0.2, false), new ModelScore(0.3, 0.4, true), new ModelScore(0.5, 0.6, true)])),
            new("b", PatientSet.Train, false, new PredictorScores(predictors, [new ModelScore(0.7, 0.8, true), null, null, null])),
        ]);
        PredictionFile.Write(folder["predictions.csv"], table);
        var read = PredictionFile.Read(folder["predictions.csv"]);
        Assert.Equal(table.Predictors.AsEnumerable(), read.Predictors);
        Assert.Equal(table.Rows.AsEnumerable(), read.Rows);
        Assert.Null(read.Rows[0][new PredictorId("unheardof")]);

        var text = File.ReadAllText(folder["predictions.csv"]);
        File.WriteAllText(folder["other.csv"], text.Replace("logistic_", "unheardof_", StringComparison.Ordinal));
        Assert.Contains("the header must be", Assert.Throws<RefusedInputException>(() => PredictionFile.Read(folder["other.csv"])).Message);
    }
}
