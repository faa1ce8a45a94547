using System.Globalization;
using System.Text;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The tables of metrics.txt: one block per population.</summary>
internal static class MetricsTables
{
    public static void Append(StringBuilder text, EvaluationReport report, PopulationFigures population)
    {
        var title = MetricsText.Title(report, population.Set, population.Subgroup);
        text.Append(MetricsText.Invariant(
            $"\n{title}: {population.Patients} patients, {population.Cases} {(population.Cases == 1 ? "case" : "cases")}\n"));
        var ci = $"{MetricsText.Percent(report)} CI";
        var (ranking, decisions) = (new List<string[]>(), new List<string[]>());
        ranking.Add(["", $"AUROC ({ci})", $"DeLong {ci}", $"AUPRC ({ci})", $"Brier ({ci})"]);
        decisions.Add(["", "threshold", $"sensitivity ({ci})", $"specificity ({ci})", $"F1 ({ci})", "PPV", "NPV", "TP/FP/FN/TN"]);
        foreach (var model in population.Models)
        {
            var name = ModelName.Title(model.Model);
            if (model.Figures is not { } figures)
            {
                ranking.Add([name, $"not available ({model.NotAvailable})"]);
                continue;
            }
            ranking.Add([name, Text(figures.Auroc), Text(figures.AurocDeLong), Text(figures.Auprc), Text(figures.Brier)]);
            decisions.Add(
            [
                name, Number(figures.Threshold), Text(figures.Sensitivity), Text(figures.Specificity), Text(figures.F1),
                Text(figures.PositivePredictiveValue), Text(figures.NegativePredictiveValue), Text(figures.Counts),
            ]);
        }
        Table(text, ranking);
        if (decisions.Count > 1) Table(text, decisions);
        if (population.Differences.IsEmpty) return;

        var differences = new List<string[]> { new[] { "difference", $"AUROC ({ci})", "DeLong p", $"AUPRC ({ci})", $"Brier ({ci})" } };
        foreach (var d in population.Differences)
            differences.Add(
            [
                $"{ModelName.Title(d.First)} − {ModelName.Title(d.Second)}", Signed(d.Auroc), P(d.AurocDeLongP), Signed(d.Auprc), Signed(d.Brier),
            ]);
        Table(text, differences);
    }

    private static void Table(StringBuilder text, List<string[]> rows)
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

    private static string Text(Estimate estimate) => estimate.Value is not { } value
        ? $"undefined ({estimate.Undefined})"
        : estimate.Interval is { } interval ? $"{Number(value)} ({Text(interval)})" : Number(value);

    private static string Text(Interval? interval) => interval is { } known ? $"{Number(known.Low)}–{Number(known.High)}" : "undefined";

    private static string Text(ConfusionCounts c) =>
        MetricsText.Invariant($"{c.TruePositives}/{c.FalsePositives}/{c.FalseNegatives}/{c.TrueNegatives}");

    private static string Signed(Estimate estimate) => estimate.Value is not { } value
        ? $"undefined ({estimate.Undefined})"
        : estimate.Interval is { } interval ? $"{Signed(value)} ({Signed(interval.Low)} to {Signed(interval.High)})" : Signed(value);

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string P(double? p) => p switch
    {
        null => "undefined",
        < 0.001 => "<0.001",
        { } value => Number(value),
    };
}
