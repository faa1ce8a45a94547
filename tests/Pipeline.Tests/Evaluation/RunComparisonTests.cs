using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class RunComparisonTests
{
    private static readonly string Split = new('a', 64);

    private static ComparedRun Run(string name, PredictionTable table, string? split) => new(
        name, table,
        RunReport.Of(table, MadePredictions.Fit(table), null, MadePredictions.Bootstrap(MadePredictions.Populations(table), 20), null, split,
            new EvaluationOptions(), 42));

    private static PredictionTable Changed(PredictionTable table, Func<PatientPrediction, PatientPrediction> change) =>
        table with { Rows = [.. table.Rows.Select(change)] };

    [Fact]
    public void A_run_does_not_differ_from_itself()
    {
        var run = Run("a", MadePredictions.Table(400), Split);
        var comparison = RunComparison.Of(run, run, draws: 50);
        Assert.Equal((Split, 0.95, 50), (comparison.SplitHash, comparison.Confidence, comparison.Draws));
        Assert.Equal(["mri", "clinical", "fusion"], comparison.Models.Select(model => model.Model));
        Assert.All(comparison.Models,
            model => Assert.All(model.Measures, measure => Assert.Equal((0.0, measure.First), (measure.Difference.Value, measure.Second))));
        Assert.All(comparison.Models, model => Assert.Null(model.DeLong)); // a difference without variance has no p
    }

    [Fact]
    public void Two_models_differ_across_runs_exactly_as_they_do_within_one()
    {
        // The second run's fusion says what the first one's clinical branch says.
        var table = MadePredictions.Table(600);
        var (first, second) = (Run("a", table, Split), Run("b", Changed(table, row => row.With(PredictorId.Fusion, row[PredictorId.Clinical])), Split));
        var across = RunComparison.Of(first, second, draws: 400).Models[2];

        var rows = table.Rows.Where(row => row.Set == PatientSet.Test).ToArray();
        var population = new EvaluatedPopulation("test/common", "", [.. rows.Select(row => row.IsCase)], EvaluatedPopulation.EachItsOwn(rows.Length),
            [Judged("fusion", rows.Select(row => row[PredictorId.Fusion]!)), Judged("clinical", rows.Select(row => row[PredictorId.Clinical]!))]);
        var within = Evaluator.Figures(population, MadePredictions.Bootstrap([population], 400, randomSeed: 0), [("fusion", "clinical")]).Differences.Single();
        Assert.Equal((rows.Length, rows.Count(row => row.IsCase)), (across.Patients, across.Cases));
        Assert.Equal(within.Measures.Select(measure => (measure.Metric, measure.Difference, measure.P)),
            across.Measures.Select(measure => (measure.Metric, measure.Difference, measure.P)));
        Assert.Equal(within.DeLong, across.DeLong);
        Assert.Equal(DeLong.Compare(population.IsCase, [.. rows.Select(row => row[PredictorId.Fusion]!.Probability)],
            [.. rows.Select(row => row[PredictorId.Clinical]!.Probability)])!.P,
            across.DeLong!.P);
        Assert.Equal(Auroc.Of(population.IsCase, [.. rows.Select(row => row[PredictorId.Clinical]!.Probability)]), across.Measures[0].Second);
    }

    [Fact]
    public void Only_test_patients_whom_both_runs_scored_count()
    {
        var table = MadePredictions.Table(400);
        var fewer = Changed(table, row => row.PatientId.EndsWith('6') ? row.With(PredictorId.Fusion, null) : row);
        var model = RunComparison.Of(Run("a", table, Split), Run("b", fewer, Split), draws: 20).Models[2];
        Assert.Equal(table.Rows.Count(row => row.Set == PatientSet.Test && !row.PatientId.EndsWith('6')), model.Patients);
    }

    [Fact]
    public void The_same_comparison_gives_the_same_figures_whatever_the_seeds_of_the_runs()
    {
        var (first, second) = (Run("a", MadePredictions.Table(400), Split),
            Run("b", Changed(MadePredictions.Table(400), row => row.With(PredictorId.Fusion, row[PredictorId.Clinical])), Split));
        Assert.Equal(RunComparison.Of(first, second, 50).Models[2].Measures.Select(measure => measure.P),
            RunComparison.Of(first, second, 50).Models[2].Measures.Select(measure => measure.P));
    }

    [Fact]
    public void Runs_of_different_splits_are_refused_with_both_hashes()
    {
        var (table, other) = (MadePredictions.Table(200), new string('b', 64));
        var message = Assert.Throws<RefusedInputException>(() => RunComparison.Of(Run("run-1", table, Split), Run("run-2", table, other))).Message;
        Assert.Contains($"run-1: {Split}", message);
        Assert.Contains($"run-2: {other}", message);
        Assert.Throws<RefusedInputException>(() => RunComparison.Of(Run("a", table, null), Run("b", table, null)));
    }

    [Fact]
    public void A_model_that_one_run_does_not_have_is_not_compared()
    {
        var model = RunComparison.Of(Run("a", MadePredictions.Table(200), Split), Run("b", MadePredictions.Table(200, mri: false), Split), draws: 20).Models[0];
        Assert.Equal(("mri", 0), (model.Model, model.Patients));
        Assert.NotNull(model.NotAvailable);
    }

    private static EvaluatedModel Judged(string name, IEnumerable<ModelScore> scores) =>
        new(name, name, new ThresholdedScores([.. scores.Select(score => score.Probability)], [.. scores.Select(score => score.Positive)], 0.4), null);
}
