using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Views;

/// <summary>Two runs beside each other, as plain text.</summary>
public static class ComparisonText
{
    private static readonly ImmutableArray<(Metric Metric, string Name)> Shown =
    [
        (Metric.Auroc, "AUROC"), (Metric.Auprc, "AUPRC"), (Metric.Brier, "Brier"), (Metric.LogLoss, "log loss"),
        (Metric.Sensitivity, "sensitivity"), (Metric.Specificity, "specificity"),
    ];

    /// <param name="first">The runs' ids and names.</param>
    /// <param name="second">The second's.</param>
    public static string Of(RunComparison comparison, string first, string second)
    {
        var text = new StringBuilder($"A: {first}\nB: {second}\n");
        text.Append(Invariant($"split {comparison.SplitHash}, the same in both; {comparison.Confidence * 100:0.##}% CI and p from "))
            .Append(Invariant($"{comparison.Draws} bootstrap draws over patients, the same for both\n"));
        foreach (var model in comparison.Models)
        {
            text.Append('\n');
            if (model.NotAvailable is { } why)
            {
                text.Append($"{model.Title}: not available ({why})\n");
                continue;
            }
            text.Append(Invariant($"{model.Title}: {PlainText.Count(model.Patients, "test patient")}, {PlainText.Count(model.Cases, "case")}\n"));
            text.Append(TextTable.Render(["MEASURE", "A", "B", "A - B", "p", "DeLong"], Shown.Select(row => Row(model, row.Metric, row.Name)))).Append('\n');
            foreach (var remark in Remarks(model).Concat(model.Warnings))
                text.Append($"! {remark}\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    private static ImmutableArray<string> Row(ModelComparison model, Metric metric, string name)
    {
        var measure = model.Measures.First(measure => measure.Metric == metric);
        return
        [
            name, Number(measure.First), Number(measure.Second), Difference(measure.Difference), P(measure.P),
            metric == Metric.Auroc && model.DeLong is { } deLong ? $"p {P(deLong.P)} ({Range(deLong.Interval)})" : "",
        ];
    }

    private static string Difference(Estimate difference) => difference.Value is not { } value ? "undefined"
        : difference.Interval is { } interval ? $"{Signed(value)} ({Range(interval)})"
        : $"{Signed(value)} (no CI)";

    /// <summary>Why a cell is empty, each reason once: so that the table stays narrow.</summary>
    private static IEnumerable<string> Remarks(ModelComparison model) =>
        (from row in Shown
         let difference = model.Measures.First(measure => measure.Metric == row.Metric).Difference
         where difference.Undefined is not null || difference.NoInterval is not null
         group row.Name by difference.Undefined is { } why ? $"undefined: {why}" : $"no CI: {difference.NoInterval}" into same
         select $"{string.Join(", ", same)}: {same.Key}");

    private static string Range(Interval interval) => $"{Signed(interval.Low)} to {Signed(interval.High)}";

    private static string Number(double? value) => value is { } known ? PlainText.Figure(known) : "undefined";

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string P(double? p) => p switch
    {
        null => "",
        < 0.001 => "<0.001",
        { } value => PlainText.Figure(value),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
