using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>All measures of one population, a row each, a column per model: long and narrow, so that it fits paper and a phone.</summary>
internal static class MeasureTable
{
    private delegate string Measure(MeasureText text, PerformanceMeasures figures);

    /// <param name="Name">In <c>data-figure</c>.</param>
    private sealed record Row(string Name, string Heading, string Hint, Measure Text, bool IsSub = false);

    private static readonly (string Group, Row[] Rows)[] Measures =
    [
        ("Discrimination",
        [
            new("auroc", "AUROC", "bootstrap percentiles", (text, f) => text.Of(f.Auroc)),
            new("auroc.bca", "", "bootstrap BCa", (_, f) => MeasureText.Of(f.Auroc.Bca), IsSub: true),
            new("auroc.delong", "", "DeLong-logit", (_, f) => MeasureText.Of(f.DeLong?.Logit), IsSub: true),
            new("auprc", "AUPRC", "average precision", (text, f) => text.Of(f.Auprc)),
        ]),
        ("Probabilities",
        [
            new("brier", "Brier score", "lower is better", (text, f) => text.Of(f.Brier)),
            new("brier.reliability", "reliability", "lower is better", (_, f) => MeasureText.Number(f.Calibration.Brier?.Reliability), IsSub: true),
            new("brier.resolution", "resolution", "higher is better", (_, f) => MeasureText.Number(f.Calibration.Brier?.Resolution), IsSub: true),
            new("brier.uncertainty", "uncertainty", "of the outcome", (_, f) => MeasureText.Number(f.Calibration.Brier?.Uncertainty), IsSub: true),
            new("logLoss", "Log loss", "nats, lower is better", (text, f) => text.Of(f.LogLoss)),
            new("ece", "ECE", "10 bins, lower is better", (_, f) => MeasureText.Number(f.Calibration.ExpectedError)),
            new("slope", "Calibration slope", "1 is right; Wald", (text, f) => text.Of(f.Calibration).Slope),
            new("intercept", "Calibration intercept", "0 is right; Wald", (text, f) => text.Of(f.Calibration).Intercept),
            new("inTheLarge", "Calibration in the large", "0 is right; Wald", (text, f) => text.Of(f.Calibration).InTheLarge),
        ]),
        ("Decisions at the threshold",
        [
            new("threshold", "Threshold", "fixed beforehand", (_, f) => MeasureText.Number(f.Decision.Threshold)),
            new("sensitivity", "Sensitivity", "Wilson", (text, f) => text.Of(f.Decision.Sensitivity)),
            new("specificity", "Specificity", "Wilson", (text, f) => text.Of(f.Decision.Specificity)),
            new("ppv", "PPV", "Wilson", (text, f) => text.Of(f.Decision.PositivePredictiveValue)),
            new("npv", "NPV", "Wilson", (text, f) => text.Of(f.Decision.NegativePredictiveValue)),
            new("accuracy", "Accuracy", "Wilson", (text, f) => text.Of(f.Decision.Accuracy)),
            new("balancedAccuracy", "Balanced accuracy", "bootstrap", (text, f) => text.Of(f.Decision.BalancedAccuracy)),
            new("f1", "F1", "bootstrap", (text, f) => text.Of(f.Decision.F1)),
            new("mcc", "MCC", "bootstrap", (text, f) => text.Of(f.Decision.Mcc)),
            new("confusion", "TP / FP / FN / TN", "patients", (_, f) => MeasureText.Of(f.Decision.Counts)),
        ]),
        ("Others", [.. Metrics.Others.Select(Of)]),
    ];

    private static Row Of(MetricDefinition metric) => new(
        DifferenceTable.NameOf(metric.Metric), metric.Title, metric.Hint, (text, f) => f.Other(metric.Metric) is { } figure ? text.Of(figure) : "");

    public static Table Of(EvaluationReport report, PopulationPerformance population)
    {
        var text = new MeasureText();
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var (group, measures) in Measures.Where(group => group.Rows.Length > 0))
        {
            rows.Add(TableRow.Group(group));
            foreach (var measure in measures)
                rows.Add(new TableRow(measure.Heading, measure.Hint,
                    [.. population.Models.Select(model => Cell(text, population, model, measure))])
                { IsSub = measure.IsSub });
        }
        var missing = population.Models.Where(model => model.NotAvailable is not null).Select(model => $"{model.Title}: not available ({model.NotAvailable}).");
        return new Table(
            Anchor(population.Key), $"{population.Title}: {MeasureText.Counted(population)} ({MetricsText.Percent(report)} intervals in brackets)",
            ["Measure", .. population.Models.Select(model => model.Title)], rows.ToImmutable(),
            [.. missing, .. text.Remarks.Select(remark => $"{remark}.")]);
    }

    /// <summary>Every name under which a figure can stand in the table.</summary>
    public static IEnumerable<string> Names => Measures.SelectMany(group => group.Rows).Select(row => row.Name);

    /// <summary><c>test/complete</c> as an id of a page.</summary>
    public static string Anchor(string population) => $"figures-{population.Replace('/', '-')}";

    private static Cell Cell(MeasureText text, PopulationPerformance population, ModelPerformance model, Row measure)
    {
        if (model.Figures is not { } figures) return new Cell("–");
        var shown = measure.Text(text, figures);
        var key = $"{population.Key} {model.Model} {measure.Name}";
        // An interval alone is put under the value it belongs to.
        return measure.Name is "auroc.bca" or "auroc.delong" && shown.Contains('–', StringComparison.Ordinal)
            ? new Cell("", $"({shown})", key)
            : Layout.Cell.Of(shown, key);
    }
}
