using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>First model less second on the same patients: every drawn measure, a column per pair.</summary>
internal static class DifferenceTable
{
    public static Table Of(EvaluationReport report, PopulationPerformance population)
    {
        if (population.Differences.IsEmpty) return Table.None;
        var text = new MeasureText();
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var metric in Metrics.All)
        {
            var name = NameOf(metric);
            rows.Add(new TableRow(metric.Definition().Title, "",
            [
                .. population.Differences.Select(pair =>
                    Cell.Of(text.Of(pair[metric]), Key(population, pair, name)) with { Aside = pair[metric].P is { } p ? $"p {MeasureText.P(p)}" : "" }),
            ]));
            if (metric == Metric.Auroc)
                rows.Add(new TableRow(
                    "", "DeLong",
                    [.. population.Differences.Select(pair =>
                        new Cell("", DeLong(pair), Key(population, pair, "auroc.delong"))
                            with { Aside = pair.DeLong is { P: var p } ? $"p {MeasureText.P(p)}" : "" })])
                { IsSub = true });
        }
        return new Table(
            $"differences-{population.Key.Replace('/', '-')}",
            $"Differences: {population.Title} ({MetricsText.Percent(report)} intervals in brackets, p two-sided)",
            ["Measure", .. population.Differences.Select(pair => $"{TitleOf(population, pair.First)} − {TitleOf(population, pair.Second)}")],
            rows.ToImmutable(),
            [.. text.Remarks.Select(remark => $"{remark}."), "No correction is made for looking at several differences."]);
    }

    /// <summary>In <c>data-figure</c>.</summary>
    public static string NameOf(Metric metric) => JsonNamingPolicy.CamelCase.ConvertName(metric.ToString());

    public static string TitleOf(PopulationPerformance population, string model) => population.Models.Single(one => one.Model == model).Title;

    private static string Key(PopulationPerformance population, PairedDifference pair, string name) => $"{population.Key} {pair.First}-{pair.Second} {name}";

    private static string DeLong(PairedDifference pair) =>
        pair.DeLong is { Interval: var interval } ? $"({MeasureText.Signed(interval.Low)} to {MeasureText.Signed(interval.High)})" : "undefined";
}
