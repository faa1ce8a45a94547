using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>What repeating the cross-validation with other folds, initial weights and orders changes; a column per model.</summary>
internal static class RepeatsTable
{
    public static Table Of(EvaluationReport report)
    {
        if (report.Repeats is not { } repeats) return Table.None;
        TableRow Row(string heading, string hint, string name, Func<ModelRepeats, string> text, bool isSub = false) =>
            new(heading, hint, [.. repeats.Models.Select(model => Cell.Of(text(model), $"repeats {model.Model} {name}"))]) { IsSub = isSub };

        return new Table(
            "repeats",
            FormattableString.Invariant($"Cross-validation repeated {repeats.Repeats} times, out-of-fold: {repeats.Patients} patients, {repeats.Cases} cases"),
            ["Measure", .. repeats.Models.Select(model => model.Title)],
            [
                Row("AUROC", "mean (SD) over the repeats", "auroc",
                    model => model.Auroc is { } auroc ? FormattableString.Invariant($"{auroc.Mean:F3} ({auroc.StandardDeviation:F3})") : "undefined"),
                Row("", "least to greatest", "auroc.range",
                    model => model.Auroc is { } auroc ? FormattableString.Invariant($"{auroc.Least:F3}–{auroc.Most:F3}") : "undefined", isSub: true),
                Row("AUROC of the mean probability", $"DeLong-logit {MetricsText.Percent(report)} CI", "pooled",
                    model => $"{MeasureText.Number(model.PooledAuroc)} ({MeasureText.Of(model.PooledInterval)})"),
                Row("A patient's probability", "median SD over the repeats", "patient", model => MeasureText.Number(model.Patient.Median)),
                Row("", "95th percentile of the SDs", "patient.p95", model => MeasureText.Number(model.Patient.Percentile95), isSub: true),
                Row("", "largest SD", "patient.largest", model => MeasureText.Number(model.Patient.Largest), isSub: true),
                Row("Called both ways", "patients", "changed", model => FormattableString.Invariant($"{model.ChangedCalls}")),
            ],
            ["This spread is the luck of folds, initial weights and order. It is no confidence interval: all repeats are about the same patients. All other "
                + "figures, and the models themselves, are those of the first repeat."]);
    }
}
