using System.Text;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The subgroups of metrics.txt: one table per column, about the model that is last in the report; metrics.json has all.</summary>
internal static class SubgroupTables
{
    public static void Append(StringBuilder text, EvaluationReport report, SubgroupPerformance subgroups)
    {
        var whole = report.Populations.Single(population => population.Key == subgroups.Within);
        if (whole.Shown is not { } shown) return;
        text.Append($"\n{whole.Title}, by {subgroups.Column}, {shown.Title}\n");
        var ci = $"{MetricsText.Percent(report)} CI";
        var cells = new MeasureText();
        var table = new List<string[]>
        {
            new[] { subgroups.Column, "patients", "cases", $"AUROC ({ci})", "DeLong-logit", $"Brier ({ci})", "sensitivity (Wilson)", "specificity (Wilson)" },
        };
        foreach (var group in subgroups.Groups)
        {
            var counts = MetricsText.Invariant($"{group.Patients}");
            var figures = group.Models.Single(model => model.Model == shown.Model).Figures!;
            table.Add(
            [
                group.Group!.Level + (group.Warnings.IsEmpty ? "" : " !"), counts, MetricsText.Invariant($"{group.Cases}"), cells.Of(figures.Auroc),
                MeasureText.Of(figures.DeLong?.Logit), cells.Of(figures.Brier), cells.Of(figures.Decision.Sensitivity), cells.Of(figures.Decision.Specificity),
            ]);
        }
        MetricsTables.Append(text, table);
        foreach (var group in subgroups.Groups)
            foreach (var warning in group.Warnings) text.Append($"  ! {group.Group!.Level}: {warning}\n");
        foreach (var remark in cells.Remarks) text.Append("  ").Append(remark).Append('\n');
    }
}
