using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;
using AxSpa.ReportPack.Patients;

namespace AxSpa.ReportPack.Results;

/// <summary>A population parted by one column, for the headline model; metrics.json has them all.</summary>
internal static class SubgroupText
{
    public static IEnumerable<Table> Tables(EvaluationReport report) => report.Subgroups.Select(subgroups => Table(report, subgroups));

    private static Table Table(EvaluationReport report, SubgroupPerformance subgroups)
    {
        var whole = report.Populations.Single(population => population.Key == subgroups.Within);
        var shown = whole.Shown!;
        var text = new MeasureText();
        var rows = subgroups.Groups.Select(group => Row(text, group, shown.Model)).ToImmutableArray();
        var warnings = subgroups.Groups.Where(group => !IsHidden(group))
            .SelectMany(group => group.Warnings.Select(warning => $"{group.Group!.Level}: {warning}"));
        string[] hidden = subgroups.Groups.Any(IsHidden)
            ? [$"Groups with fewer than {SmallCounts.Fewest} cases or controls have no figures here: they would tell more of the patients than of the model."]
            : [];
        return new Table(
            $"subgroups-{subgroups.Within.Replace('/', '-')}-{string.Concat(subgroups.Column.Where(char.IsLetterOrDigit))}",
            $"{whole.Title}, by {subgroups.Column}: {shown.Title} ({MetricsText.Percent(report)} intervals in brackets)",
            [subgroups.Column, "Patients", "Cases", "AUROC", "DeLong-logit", "Brier score", "Sensitivity", "Specificity"], rows,
            [.. warnings, .. hidden, .. text.Remarks.Select(remark => $"{remark}.")]);
    }

    private static TableRow Row(MeasureText text, PopulationPerformance group, string model)
    {
        var level = group.Group!.Level;
        if (IsHidden(group))
            return new TableRow(level, "", [new Cell(SmallCounts.Text(group.Patients)), new Cell("not shown"), .. Enumerable.Repeat(new Cell("–"), 5)]);
        var figures = group.Models.Single(one => one.Model == model).Figures!;
        Cell Figure(string name, string shown) => Cell.Of(shown, $"{group.Key} {model} {name}");
        return new TableRow(level, group.Warnings.IsEmpty ? "" : "few",
        [
            new Cell(FormattableString.Invariant($"{group.Patients}")), new Cell(FormattableString.Invariant($"{group.Cases}")),
            Figure("auroc", text.Of(figures.Auroc)), Figure("auroc.delong", MeasureText.Of(figures.DeLong?.Logit)), Figure("brier", text.Of(figures.Brier)),
            Figure("sensitivity", text.Of(figures.Decision.Sensitivity)), Figure("specificity", text.Of(figures.Decision.Specificity)),
        ]);
    }

    /// <summary>Sex, age or center crossed with the outcome is a table 1 in small: the same rule holds.</summary>
    public static bool IsHidden(PopulationPerformance group) => Math.Min(group.Cases, group.Controls) < SmallCounts.Fewest;
}
