using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>metrics.txt: headline lines in a fixed form that scripts may read, then tables for people.</summary>
public static class MetricsText
{
    private const int FeaturesShown = 15;

    public static string Render(EvaluationReport report)
    {
        var text = new StringBuilder();
        foreach (var model in report.Models) text.Append(Headline(report, model)).Append('\n');
        foreach (var alarm in report.Alarms) text.Append('\n').Append(alarm).Append('\n');
        text.Append('\n').Append(report.Notice).Append('\n');
        text.Append(Invariant($"Intervals: {report.BootstrapDraws} bootstrap draws over patients, stratified by label, the same for every model; "))
            .Append(Invariant($"{Percent(report)} percentiles unless named.\n"));
        if (report.FusionRounds is { } rounds) text.Append(Invariant($"Late fusion: {rounds} rounds of boosting.\n"));
        AppendThresholds(text, report);
        if (report.SplitHash is { } hash) text.Append($"Split: {hash} (runs with another split are not comparable).\n");
        AppendSmallSample(text, report);
        foreach (var population in report.Populations) MetricsTables.Append(text, report, population);
        if (report.Repeats is { } repeats) RepeatTable.Append(text, report, repeats);
        foreach (var subgroups in report.Subgroups) SubgroupTables.Append(text, report, subgroups);
        AppendImportance(text, report);
        text.Append("\nNotes\n");
        foreach (var note in report.Notes) text.Append("- ").Append(note).Append('\n');
        return text.ToString();
    }

    /// <summary><c>[MRI-only]      AUROC: 0.78 (95% CI 0.72–0.84)</c>, or why there is no figure.</summary>
    public static string Headline(EvaluationReport report, ModelSummary model)
    {
        // A further predictor moves none of the lines that every run has.
        var further = PredictorRegistry.All.Where(known => !known.IsAlways).Select(known => known.Title).ToHashSet(StringComparer.Ordinal);
        var name = $"[{model.Title}]".PadRight(report.Models.Select(other => further.Contains(other.Title) ? 0 : other.Title.Length).Max() + 2) + " ";
        var population = HeadlinePopulation(report);
        var reason = model.NotAvailable ?? (population is null ? WhyNobody(report) : null);
        var figures = population?.Models.Single(one => one.Model == model.Name);
        reason ??= figures!.NotAvailable;
        if (reason is null && figures!.Figures!.Auroc.Undefined is { } undefined)
            reason = population!.Set == PatientSet.Test ? $"in the test set {undefined}" : undefined;
        if (reason is not null) return $"{name}not available ({reason})";
        var auroc = figures!.Figures!.Auroc;
        return auroc.Interval is { } interval
            ? Invariant($"{name}AUROC: {auroc.Value:F2} ({Percent(report)} CI {interval.Low:F2}–{interval.High:F2})")
            : Invariant($"{name}AUROC: {auroc.Value:F2} (no CI: {auroc.NoInterval})");
    }

    /// <summary>Of a run the complete patients of test; of a table of predictions the rows that every model scored.</summary>
    public static PopulationPerformance? HeadlinePopulation(EvaluationReport report) => report.Headline is not { } first ? null
        : first.Set is null or PatientSet.Test && first.Evidence is null or Evidence.Complete ? first : null;

    private static string WhyNobody(EvaluationReport report) => report.Populations.Any(population => population.Set is null or PatientSet.Test)
        ? "no test patient has both modalities"
        : "no test set in this cohort";

    private static void AppendThresholds(StringBuilder text, EvaluationReport report)
    {
        var chosen = report.Models.Where(model => model.ThresholdFrom is not null).GroupBy(model => model.ThresholdFrom)
            .Select(models => $"{string.Join(", ", models.Select(model => model.Title))} {models.Key}").ToArray();
        if (chosen.Length > 0) text.Append("Thresholds: ").AppendJoin("; ", chosen).Append(".\n");
    }

    /// <summary>Said where nobody can miss it: the intervals of the first lines are those of the bootstrap.</summary>
    private static void AppendSmallSample(StringBuilder text, EvaluationReport report)
    {
        if (SmallSample(report) is not { IsEmpty: false } lines) return;
        text.Append('\n');
        foreach (var line in lines) text.Append(line).Append('\n');
    }

    /// <summary>The warning and the intervals to go by; a model that has none is named, for the warning does not hold for it.</summary>
    internal static ImmutableArray<string> SmallSample(EvaluationReport report)
    {
        if (HeadlinePopulation(report) is not { Warnings: [var warning, ..] } population) return [];
        var hasDeLong = population.Models.Any(model => model.Figures?.DeLong is not null);
        return
        [
            $"WARNING: {warning}",
            .. from model in population.Models
               let figures = model.Figures
               where figures is not null
                   && (figures.DeLong is not null || (hasDeLong && Math.Min(population.Cases, population.Controls) < Evaluator.FewForBootstrap))
               select figures.DeLong is { } deLong
                   ? Invariant($"  {model.Title}: DeLong-logit {Percent(report)} CI {deLong.Logit.Low:F2}–{deLong.Logit.High:F2}")
                   : $"  {model.Title}: DeLong-logit is not defined, and no other interval of this AUROC is to be relied on",
        ];
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

    /// <summary><c>95%</c>, of every interval.</summary>
    public static string Percent(EvaluationReport report) => Invariant($"{report.Confidence * 100:0.##}%");

    internal static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
