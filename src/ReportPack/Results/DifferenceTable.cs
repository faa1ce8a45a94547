using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>First model less second on the same patients: every drawn measure, a column per pair.</summary>
internal static class DifferenceTable
{
    public static Table Of(EvaluationReport report, PopulationFigures population)
    {
        if (population.Differences.IsEmpty) return Table.None;
        var text = new FigureText();
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var metric in Metrics.All)
        {
            Cell Key(Cell cell, ModelDifference pair, string what) => cell with { Figure = $"{population.Key} {pair.First}-{pair.Second} {what}" };
            var name = NameOf(metric);
            rows.Add(new TableRow(
                TitleOf(metric), "", [.. population.Differences.Select(pair => Key(Cell.Of(text.Of(pair[metric])), pair, name))]));
            rows.Add(new TableRow(
                "", "p, paired draws", [.. population.Differences.Select(pair => Key(new Cell(FigureText.P(pair[metric].P)), pair, $"{name}.p"))])
            { IsSub = true });
            if (metric == Metric.Auroc)
                rows.Add(new TableRow(
                    "", "p, DeLong", [.. population.Differences.Select(pair => Key(new Cell(FigureText.P(pair.DeLong?.P)), pair, $"{name}.delong.p"))])
                { IsSub = true });
        }
        return new Table(
            $"differences-{population.Key.Replace('/', '-')}", $"Differences, {population.Title.ToLowerInvariant()} ({MetricsText.Percent(report)} intervals in brackets)",
            ["Measure", .. population.Differences.Select(pair => $"{TitleOf(population, pair.First)} − {TitleOf(population, pair.Second)}")], rows.ToImmutable(),
            [.. text.Remarks.Select(remark => $"{remark}."), "No correction is made for looking at several differences."]);
    }

    public static string TitleOf(PopulationFigures population, string model) => population.Models.Single(one => one.Model == model).Title;

    private static string NameOf(Metric metric) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(metric.ToString());

    private static string TitleOf(Metric metric) => metric switch
    {
        Metric.Auroc => "AUROC",
        Metric.Auprc => "AUPRC",
        Metric.Brier => "Brier score",
        Metric.LogLoss => "Log loss",
        Metric.BalancedAccuracy => "Balanced accuracy",
        Metric.Mcc => "MCC",
        _ => metric.ToString(),
    };
}
