using System.Text;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The tables of metrics.txt: one block per population.</summary>
internal static class MetricsTables
{
    public static void Append(StringBuilder text, EvaluationReport report, PopulationPerformance population)
    {
        text.Append('\n').Append(population.Title).Append(": ").Append(MeasureText.Counted(population)).Append('\n');
        var ci = $"{MetricsText.Percent(report)} CI";
        var cells = new MeasureText();
        var tables = new List<List<string[]>>
        {
            Table("", $"AUROC ({ci})", "BCa", "DeLong-logit", $"AUPRC ({ci})", $"Brier ({ci})", $"log loss ({ci})"),
            Table("", "threshold", "sensitivity (Wilson)", "specificity (Wilson)", "PPV (Wilson)", "NPV (Wilson)", "TP/FP/FN/TN"),
            Table("", $"F1 ({ci})", $"balanced accuracy ({ci})", $"MCC ({ci})", "accuracy (Wilson)"),
            Table("", "calibration slope (Wald)", "intercept (Wald)", "in the large (Wald)", "ECE", "Brier: reliability", "resolution", "uncertainty"),
        };
        foreach (var model in population.Models)
        {
            if (model.Figures is not { } figures)
            {
                tables[0].Add([model.Title, $"not available ({model.NotAvailable})"]);
                continue;
            }
            var (decision, calibration) = (figures.Decision, figures.Calibration);
            tables[0].Add(
            [
                model.Title, cells.Of(figures.Auroc), MeasureText.Of(figures.Auroc.Bca), MeasureText.Of(figures.DeLong?.Logit), cells.Of(figures.Auprc),
                cells.Of(figures.Brier), cells.Of(figures.LogLoss),
            ]);
            tables[1].Add(
            [
                model.Title, MeasureText.Number(decision.Threshold), cells.Of(decision.Sensitivity), cells.Of(decision.Specificity),
                cells.Of(decision.PositivePredictiveValue), cells.Of(decision.NegativePredictiveValue), MeasureText.Of(decision.Counts),
            ]);
            tables[2].Add([model.Title, cells.Of(decision.F1), cells.Of(decision.BalancedAccuracy), cells.Of(decision.Mcc), cells.Of(decision.Accuracy)]);
            var (slope, intercept, inTheLarge) = cells.Of(calibration);
            tables[3].Add(
            [
                model.Title, slope, intercept, inTheLarge, MeasureText.Number(calibration.ExpectedError), MeasureText.Number(calibration.Brier?.Reliability),
                MeasureText.Number(calibration.Brier?.Resolution), MeasureText.Number(calibration.Brier?.Uncertainty),
            ]);
        }
        if (!Metrics.Others.IsEmpty)
        {
            tables.Add(Table(["", .. Metrics.Others.Select(metric => $"{metric.Title} ({ci})")]));
            foreach (var model in population.Models)
                if (model.Figures is { } figures)
                    tables[^1].Add([model.Title, .. Metrics.Others.Select(metric => figures.Other(metric.Metric) is { } figure ? cells.Of(figure) : "")]);
        }
        if (!population.Differences.IsEmpty)
        {
            tables.Add(Table("difference", $"AUROC ({ci})", "p", "DeLong p", $"AUPRC ({ci})", "p", $"Brier ({ci})", "p"));
            foreach (var difference in population.Differences)
            {
                var (auroc, auprc, brier) = (difference[Metric.Auroc], difference[Metric.Auprc], difference[Metric.Brier]);
                tables[^1].Add(
                [
                    $"{Title(population, difference.First)} − {Title(population, difference.Second)}", cells.Of(auroc), MeasureText.P(auroc.P),
                    MeasureText.P(difference.DeLong?.P), cells.Of(auprc), MeasureText.P(auprc.P), cells.Of(brier), MeasureText.P(brier.P),
                ]);
            }
        }
        foreach (var table in tables.Where(table => table.Count > 1)) Append(text, table);
        foreach (var warning in population.Warnings) text.Append("  ! ").Append(warning).Append('\n');
        foreach (var remark in cells.Remarks) text.Append("  ").Append(remark).Append('\n');
    }

    /// <summary>Columns as wide as their longest cell.</summary>
    public static void Append(StringBuilder text, List<string[]> rows)
    {
        var full = rows.Where(row => row.Length == rows[0].Length).ToArray(); // a "not available" line may run past its column
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => full.Max(row => row[column].Length) + 3).ToArray();
        widths[0] = Math.Max(widths[0], rows.Max(row => row[0].Length) + 3);
        foreach (var row in rows)
        {
            var line = string.Concat(row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append("  ").Append(line.TrimEnd()).Append('\n');
        }
    }

    private static List<string[]> Table(params string[] header) => [header];

    private static string Title(PopulationPerformance population, string model) => population.Models.Single(one => one.Model == model).Title;
}
