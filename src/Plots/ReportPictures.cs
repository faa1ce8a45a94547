using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Curves;

namespace AxSpa.Plots;

/// <summary>
/// The pictures of a report, drawn from its record (metrics.json) and nothing else: those of the patients on whom all models
/// are compared, the report's first population.
/// </summary>
public static class ReportPictures
{
    /// <returns>File names and PNG pictures; for a report without a population at most that of the folds.</returns>
    public static IEnumerable<(string Name, byte[] Png)> Of(EvaluationReport report)
    {
        if (report.HeldOutFolds is [_, ..] folds) yield return ("fold_figures.png", FoldPerformancePlot.Draw(folds));
        if (report.Headline is not { Curves: { } curves } population) yield break;
        var subgroups = report.Subgroups.Where(group => group.Within == population.Key).ToArray();
        if (SubgroupPlot.Draw(population, subgroups) is { } forest) yield return ("subgroups.png", forest);
        var title = string.Create(CultureInfo.InvariantCulture, $"{population.Title}\n{population.Cases} cases, {population.Controls} controls");
        var judged = population.Models.Where(model => model.Figures is not null).ToArray();
        yield return ("roc_curve.png", Roc(report, title, population, curves));
        yield return ("pr_curve.png", PrecisionRecall(report, title, population, curves));
        yield return ("dca_curve.png", Decision(title, population, curves));
        yield return ("calibration.png", CalibrationPlot.Draw(
            title, [.. judged.Select(model => (model.Title, model.Figures!.Calibration))],
            [.. curves.Models.Select(model => (model.Histogram.Cases.ToArray(), model.Histogram.Controls.ToArray()))], report.Confidence));
        yield return ("confusion.png", ConfusionPlot.Draw(title, [.. judged.Select(model => (model.Title, model.Figures!.Decision))]));
    }

    private static byte[] Roc(EvaluationReport report, string title, PopulationPerformance population, PopulationCurves curves) => RocCurvePlot.Draw(title,
    [
        .. from model in curves.Models
           let roc = model.Roc
           where roc is not null
           select new CurveSeries(
               model.Title, [.. roc.FalsePositiveRate], [.. roc.TruePositiveRate], Text(report, "AUROC", FiguresOf(population, model).Auroc),
               BandOf([.. roc.BandAt], roc.Band)),
    ], Bands(population, curves));

    private static byte[] PrecisionRecall(EvaluationReport report, string title, PopulationPerformance population, PopulationCurves curves) =>
        PrecisionRecallPlot.Draw(title,
        [
            .. from model in curves.Models
               let curve = model.PrecisionRecall
               where curve is not null
               select new CurveSeries(model.Title, [.. curve.Recall], [.. curve.Precision], Text(report, "AUPRC", FiguresOf(population, model).Auprc)),
        ], (double)population.Cases / population.Rows);

    private static byte[] Decision(string title, PopulationPerformance population, PopulationCurves curves)
    {
        double[] thresholds = [.. curves.Thresholds];
        return DecisionCurvePlot.Draw(
            title,
            [.. curves.Models.Select(model =>
                new CurveSeries(model.Title, thresholds, [.. model.Decision.NetBenefit], null, BandOf(thresholds, model.Decision.NetBenefitBand)))],
            new CurveSeries("Treat all", thresholds, [.. curves.TreatAll]),
            [.. curves.Models.Select(model => new CurveSeries(
                model.Title, thresholds, [.. model.Decision.InterventionsAvoidedPer100], null, BandOf(thresholds, model.Decision.InterventionsAvoidedBand)))],
            Bands(population, curves));
    }

    private static string? Bands(PopulationPerformance population, PopulationCurves curves)
    {
        if (curves.BandDraws == 0)
            return null;
        var tooNarrow = Math.Min(population.Cases, population.Controls) < Evaluator.FewForBootstrap ? "; too narrow for so few" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Bands: {curves.Confidence * 100:0.##}% pointwise, {curves.BandDraws} draws{tooNarrow}");
    }

    private static CurveBand? BandOf(double[] at, Band? band) => band is null ? null : new CurveBand(at, [.. band.Low], [.. band.High]);

    private static PerformanceMeasures FiguresOf(PopulationPerformance population, ModelCurves model) =>
        population.Models.Single(one => one.Model == model.Model).Figures!;

    /// <summary>AUROC 0.86 (95% CI 0.81–0.90)</summary>
    private static string? Text(EvaluationReport report, string measure, Estimate estimate)
    {
        if (estimate.Value is not { } value)
            return null;
        var text = string.Create(CultureInfo.InvariantCulture, $"{measure} {value:F2}");
        return estimate.Interval is { } interval
            ? text + string.Create(CultureInfo.InvariantCulture, $" ({report.Confidence * 100:0.##}% CI {interval.Low:F2}–{interval.High:F2})")
            : text;
    }
}
