using System.Text;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>metrics.txt: three headline lines in a fixed form that scripts may read, then tables for people.</summary>
public static class MetricsText
{
    private const int FeaturesShown = 15;

    public static string Render(EvaluationReport report)
    {
        var text = new StringBuilder();
        foreach (var model in PredictionTable.AllModels) text.Append(Headline(report, model)).Append('\n');
        text.Append('\n').Append(report.Notice).Append('\n');
        text.Append(Invariant(
            $"Intervals: {report.BootstrapDraws} bootstrap draws over patients, stratified by label, the same for every model; {Percent(report)} percentiles.\n"));
        if (report.FusionRounds is { } rounds) text.Append(Invariant($"Late fusion: {rounds} rounds of boosting.\n"));
        if (report.SplitHash is { } hash) text.Append($"Split: {hash} (runs with another split are not comparable).\n");
        foreach (var population in report.Populations) MetricsTables.Append(text, report, population);
        AppendImportance(text, report);
        text.Append("\nNotes\n");
        foreach (var note in report.Notes) text.Append("- ").Append(note).Append('\n');
        return text.ToString();
    }

    /// <summary><c>[MRI-only]      AUROC: 0.78 (95% CI 0.72–0.84)</c>, or why there is no figure.</summary>
    public static string Headline(EvaluationReport report, Model model)
    {
        var name = $"[{ModelName.Title(model)}]".PadRight(16);
        var reason = report.Models[(int)model].NotAvailable;
        var test = report.Populations.Where(p => p.Set == PatientSet.Test).ToArray();
        if (reason is null && test.Length == 0) reason = "no test set in this cohort";
        var headline = test.FirstOrDefault(p => p.Subgroup == Subgroup.Complete);
        if (reason is null && headline is null) reason = "no test patient has both modalities";
        var auroc = reason is null ? headline!.Models[(int)model].Figures?.Auroc : null;
        if (auroc?.Value is not { } value) return $"{name}not available ({reason ?? $"in the test set {auroc?.Undefined ?? "it has no scores"}"})";
        return auroc.Interval is { } interval
            ? Invariant($"{name}AUROC: {value:F2} ({Percent(report)} CI {interval.Low:F2}–{interval.High:F2})")
            : Invariant($"{name}AUROC: {value:F2} (no CI: no bootstrap draws)");
    }

    /// <summary>Of a block: <c>Test set, patients with both modalities</c>.</summary>
    public static string Title(EvaluationReport report, PatientSet set, Subgroup subgroup)
    {
        var hasMri = report.Models[(int)Model.Mri].NotAvailable is null;
        var hasClinical = report.Models[(int)Model.Clinical].NotAvailable is null;
        var who = subgroup switch
        {
            Subgroup.Everyone => "all patients",
            Subgroup.WithoutMri => "patients without MRI",
            _ => !hasMri ? "all patients" : hasClinical ? "patients with both modalities" : "patients with MRI",
        };
        return set switch
        {
            PatientSet.Test => $"Test set, {who}",
            PatientSet.Train => $"Training set, out-of-fold, {who}",
            _ => $"Validation set, {who}",
        };
    }

    private static void AppendImportance(StringBuilder text, EvaluationReport report)
    {
        if (report.Importance.IsEmpty) return;
        var shown = report.Importance.Take(FeaturesShown).ToArray();
        text.Append("\nWhat the late fusion looks at (mean |SHAP| in log-odds)\n");
        var width = shown.Max(importance => importance.Feature.Length) + 3;
        foreach (var importance in shown)
            text.Append("  ").Append(importance.Feature.PadRight(width)).Append(Invariant($"{importance.MeanAbsolute:F3}\n"));
        if (report.Importance.Length > shown.Length)
            text.Append(Invariant($"  and {report.Importance.Length - shown.Length} more in shap.csv\n"));
    }

    internal static string Percent(EvaluationReport report) => Invariant($"{report.Confidence * 100:0.##}%");

    internal static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
