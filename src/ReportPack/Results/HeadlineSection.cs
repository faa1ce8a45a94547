using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>The three first lines of metrics.txt, and what they mean in plain words.</summary>
/// <param name="Who">The patients they are about.</param>
/// <param name="IsSmall">Fewer than 30 of a kind: the DeLong-logit interval is the one to quote.</param>
/// <param name="Width">How far apart the ends of the widest AUROC interval are, in words; empty without an interval.</param>
/// <param name="HasMri">Published figures of MRI alone are worth a look.</param>
internal sealed record HeadlineSection(
    string Who, int Patients, int Cases, int Controls, ImmutableArray<HeadlineLine> Lines, bool IsSmall, string Width, ImmutableArray<Comparison> Comparisons,
    bool HasMri, string Confidence, ImmutableArray<string> Warnings)
{
    public static HeadlineSection Of(EvaluationReport report)
    {
        var headline = MetricsText.HeadlinePopulation(report);
        var isSmall = headline is not null && Math.Min(headline.Cases, headline.Controls) < Evaluator.FewForBootstrap;
        return new HeadlineSection(
            headline?.Title ?? "nobody", headline?.Patients ?? 0, headline?.Cases ?? 0, headline?.Controls ?? 0,
            [.. report.Models.Select(model => HeadlineLine.Of(report, model, headline?.Models.Single(one => one.Model == model.Name).Figures))], isSmall,
            headline is null ? "" : WidthOf(headline, isSmall), headline is null ? [] : [.. headline.Differences.Select(pair => Comparison.Of(headline, pair))],
            report.Models.Any(model => model.Name == PredictorId.Mri.Key && model.NotAvailable is null), MetricsText.Percent(report), headline?.Warnings ?? []);
    }

    private static string WidthOf(PopulationPerformance headline, bool isSmall)
    {
        var widths = headline.Models
            .Select(model => isSmall ? model.Figures?.DeLong?.Logit : model.Figures?.Auroc.Interval ?? model.Figures?.DeLong?.Logit)
            .Where(interval => interval is not null).Select(interval => interval!.Value.High - interval.Value.Low).ToArray();
        return widths.Length == 0 ? "" : FormattableString.Invariant($"{widths.Max():0.00}");
    }
}

/// <param name="Line"><c>AUROC: 0.78 (95% CI 0.72–0.84)</c>, as in metrics.txt, or why there is none.</param>
/// <param name="DeLong"><c>0.62–0.92</c>; empty where it is not defined.</param>
/// <param name="Meaning">In plain words; empty without a figure.</param>
internal sealed record HeadlineLine(string Model, string Title, Cell Line, string DeLong, string Meaning)
{
    public static HeadlineLine Of(EvaluationReport report, ModelSummary model, Pipeline.Evaluation.PerformanceMeasures? figures)
    {
        var line = MetricsText.Headline(report, model);
        return new HeadlineLine(
            model.Name, model.Title, Cell.Of(line[(line.IndexOf(']') + 1)..].Trim()),
            figures?.DeLong is { } deLong ? FormattableString.Invariant($"{deLong.Logit.Low:F2}–{deLong.Logit.High:F2}") : "",
            figures?.Auroc.Value is { } auroc
                ? FormattableString.Invariant(
                    $"Of 100 pairs of a case and a control it gives the case the higher probability in {100 * auroc:0}; guessing would in 50.")
                : "");
    }
}

/// <summary>What the data say of one model against another, no more.</summary>
/// <param name="IsShown">Both the interval of the paired draws and DeLong's leave out zero.</param>
internal sealed record Comparison(string Pair, string Difference, string DeLongP, bool IsShown, string Verdict)
{
    public static Comparison Of(PopulationPerformance headline, PairedDifference pair)
    {
        var (first, second) = (DifferenceTable.TitleOf(headline, pair.First), DifferenceTable.TitleOf(headline, pair.Second));
        var difference = pair[Metric.Auroc].Difference;
        var isShown = Excludes(difference.Interval) && Excludes(pair.DeLong?.Interval);
        var verdict = difference.Value is not { } value ? $"not defined: {difference.Undefined}"
            : !isShown ? $"these patients do not show that one of the two ranks better"
            : value > 0 ? $"{first} ranked these patients better" : $"{second} ranked these patients better";
        return new Comparison($"{first} − {second}", new MeasureText().Of(pair[Metric.Auroc]), MeasureText.P(pair.DeLong?.P), isShown, verdict);
    }

    private static bool Excludes(Interval? interval) => interval is { } known && (known.Low > 0 || known.High < 0);
}
