using System.Text;

namespace AxSpa.Pipeline.Evaluation.Repeats;

/// <summary>The repeats in metrics.txt.</summary>
internal static class RepeatTable
{
    public static void Append(StringBuilder text, EvaluationReport report, RepeatPerformance repeats)
    {
        text.Append(MetricsText.Invariant(
            $"\nCross-validation repeated {repeats.Repeats} times with other folds, out-of-fold: {repeats.Patients} patients, {repeats.Cases} cases\n"));
        var table = new List<string[]>
        {
            new[] { "", "AUROC, mean ± SD (range)", $"of mean probability (DeLong-logit {MetricsText.Percent(report)} CI)",
                "SD of a patient's probability: median, 95th percentile, largest", "called both ways" },
        };
        foreach (var model in repeats.Models)
            table.Add(
            [
                model.Title,
                model.Auroc is { } auroc
                    ? MetricsText.Invariant($"{auroc.Mean:F3} ± {auroc.StandardDeviation:F3} ({auroc.Least:F3}–{auroc.Most:F3})")
                    : "undefined",
                $"{MeasureText.Number(model.PooledAuroc)} ({MeasureText.Of(model.PooledInterval)})",
                MetricsText.Invariant($"{model.Patient.Median:F3}, {model.Patient.Percentile95:F3}, {model.Patient.Largest:F3}"),
                MetricsText.Invariant($"{model.ChangedCalls}"),
            ]);
        MetricsTables.Append(text, table);
        text.Append("  This spread is the luck of folds, initial weights and order. It is no confidence interval: all repeats are about the same patients.\n "
            + " All other figures, and the models themselves, are those of the first repeat.\n");
    }
}
