using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>Computes the report from predictions that nothing will change any more.</summary>
public static class Evaluator
{
    /// <summary>The least number of cases, and of controls, for which a subgroup gets figures of ranking.</summary>
    public const int FewestOfAClass = 5;

    /// <param name="bootstrap">Merged draws of the same table.</param>
    /// <param name="shap">The fusion's contributions; null without a fusion.</param>
    public static EvaluationReport Evaluate(
        PredictionTable table, FitSummary fit, BootstrapResult bootstrap, ShapTable? shap, string? splitHash)
    {
        var populations = Population.In(table).Select(population => Figures(table, fit, bootstrap, population));
        return new EvaluationReport(
            EvaluationReport.ResearchUseOnly, bootstrap.Confidence, bootstrap.Draws, splitHash, fit.Models, fit.Rounds,
            [.. populations], shap is null ? [] : [.. FeatureImportance.Of(shap)], ReportNotes.Of(table, fit));
    }

    private static PopulationFigures Figures(PredictionTable table, FitSummary fit, BootstrapResult bootstrap, Population population)
    {
        var rows = population.RowsOf(table).Select(row => table.Rows[row]).ToArray();
        bool[] isCase = [.. rows.Select(row => row.IsCase)];
        var scored = population.ModelsOf(table);
        var probabilities = scored.ToDictionary(model => model, model => population.ScoresOf(table, model).Probability);

        var models = PredictionTable.AllModels.Select(model => scored.Contains(model)
            ? new ModelFigures(model, null, Figures(isCase, probabilities[model], rows, model, fit[model].Threshold!.Value, bootstrap, population))
            : new ModelFigures(model, fit[model].NotAvailable ?? (population.Subgroup == Subgroup.WithoutMri
                ? "these patients have no MRI" : "some of these patients have no MRI"), null));
        var differences = new[] { Model.Mri, Model.Clinical }
            .Where(branch => scored.Contains(branch) && scored.Contains(Model.Fusion))
            .Select(branch => Difference(isCase, probabilities, Model.Fusion, branch, bootstrap, population));
        return new PopulationFigures(
            population.Set, population.Subgroup, rows.Length, isCase.Count(c => c), [.. models], [.. differences]);
    }

    private static Figures Figures(
        bool[] isCase, double[] probability, PatientPrediction[] rows, Model model, double threshold, BootstrapResult bootstrap, Population population)
    {
        var ranked = RankedScores.From(isCase, probability);
        var counts = ConfusionCounts.From(isCase, [.. rows.Select(row => row[model]!.Positive)]);
        var missing = ranked.Cases == 0 ? "there is no case" : ranked.Controls == 0 ? "there is no control" : null;
        var tooFew = TooFew(population, ranked.Cases, ranked.Controls);
        Estimate Drawn(Metric metric, double? value) => Of(value, bootstrap.Of(population, model, metric), missing);
        Estimate Ranked(Metric metric, double? value) => tooFew is null ? Drawn(metric, value) : new Estimate(null, null, tooFew);
        return new Figures(
            Ranked(Metric.Auroc, Auroc.Of(ranked)),
            tooFew is null ? DeLong.Of(isCase, probability)?.Interval(bootstrap.Confidence) : null,
            Ranked(Metric.Auprc, AveragePrecision.Of(ranked)),
            Drawn(Metric.Brier, BrierScore.Of(isCase, probability)),
            threshold,
            Drawn(Metric.Sensitivity, counts.Sensitivity),
            Drawn(Metric.Specificity, counts.Specificity),
            Drawn(Metric.F1, counts.F1),
            Of(counts.PositivePredictiveValue, null, "nobody was called positive"),
            Of(counts.NegativePredictiveValue, null, "nobody was called negative"),
            Of(counts.Accuracy, null, "there is no patient"),
            counts);
    }

    private static ModelDifference Difference(
        bool[] isCase, Dictionary<Model, double[]> probabilities, Model first, Model second, BootstrapResult bootstrap, Population population)
    {
        var (a, b) = (probabilities[first], probabilities[second]);
        var cases = isCase.Count(c => c);
        var tooFew = TooFew(population, cases, isCase.Length - cases);
        Estimate Of(Metric metric, double? ofFirst, double? ofSecond) => Evaluator.Of(
            ofFirst - ofSecond, bootstrap.OfDifference(population, first, second, metric), "a class is missing");
        Estimate Ranked(Metric metric, double? ofFirst, double? ofSecond) =>
            tooFew is null ? Of(metric, ofFirst, ofSecond) : new Estimate(null, null, tooFew);
        return new ModelDifference(
            first, second,
            Ranked(Metric.Auroc, Auroc.Of(isCase, a), Auroc.Of(isCase, b)),
            tooFew is null ? DeLong.Compare(isCase, a, b)?.P : null,
            Ranked(Metric.Auprc, AveragePrecision.Of(isCase, a), AveragePrecision.Of(isCase, b)),
            Of(Metric.Brier, BrierScore.Of(isCase, a), BrierScore.Of(isCase, b)));
    }

    /// <summary>
    /// A subgroup with a handful of patients of a class ranks them perfectly by chance: with two cases and two controls, one time in six.
    /// Such a figure would be quoted, so none is given. The whole of a set keeps its figures, with the intervals that warn.
    /// </summary>
    private static string? TooFew(Population population, int cases, int controls) =>
        population.Subgroup == Subgroup.WithoutMri && cases > 0 && controls > 0 && Math.Min(cases, controls) < FewestOfAClass
            ? $"fewer than {FewestOfAClass} cases or controls"
            : null;

    private static Estimate Of(double? value, Interval? interval, string? undefined) =>
        value is null ? new Estimate(null, null, undefined ?? "its denominator is zero") : new Estimate(value, interval, null);
}
