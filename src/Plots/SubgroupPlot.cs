using AxSpa.Pipeline.Evaluation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>A forest plot: the AUROC of one model in each subgroup with its DeLong-logit interval, against that of all of them.</summary>
public static class SubgroupPlot
{
    private const int RowHeight = 58, Frame = 330;

    /// <param name="whole">The population that is parted; its headline model is shown.</param>
    /// <param name="subgroups">Of <paramref name="whole"/>.</param>
    /// <returns>A PNG picture, whose height grows with the groups; null where no group has an AUROC.</returns>
    public static byte[]? Draw(PopulationPerformance whole, IReadOnlyList<SubgroupPerformance> subgroups)
    {
        if (whole.Shown is not { } shown) return null;
        var rows = Rows(shown.Model, subgroups);
        if (rows.All(row => row.Figures?.Auroc.Value is null)) return null;

        var (color, _) = FigureStyle.Of(shown.Title, whole.Models.IndexOf(shown));
        using var plot = FigureStyle.NewPlot($"{whole.Title}\n{shown.Title}; cases/patients in brackets", "AUROC", "");
        for (var i = 0; i < rows.Count; i++)
        {
            var (y, figures) = (rows.Count - 1 - i, rows[i].Figures);
            if (figures?.Auroc.Value is not { } auroc) continue;
            if (figures.DeLong?.Logit is { } interval)
            {
                var whisker = plot.Add.Line(interval.Low, y, interval.High, y);
                (whisker.LineColor, whisker.LineWidth) = (color, 3);
            }
            plot.Add.Marker(auroc, y, MarkerShape.FilledSquare, 16, color);
        }
        if (shown.Figures!.Auroc.Value is { } all)
        {
            plot.MoveToBack(plot.Add.VerticalLine(all, 2, FigureStyle.Ink, LinePattern.Dashed));
            FigureStyle.Explain(plot, FormattableString.Invariant($"All: {all:F2}"), FigureStyle.Ink, LinePattern.Dashed);
        }
        var low = Math.Floor(10 * rows.Min(row => row.Figures?.DeLong?.Logit.Low ?? row.Figures?.Auroc.Value ?? 1) - .2) / 10;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. rows.Select((_, i) => (double)(rows.Count - 1 - i))], [.. rows.Select(row => row.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        low = Math.Clamp(low, 0, .5);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(low, 1).Generator;
        plot.Axes.SetLimits(low - .01, 1.02, -.7, rows.Count - .3);
        FigureStyle.ShowLegendOutside(plot, Edge.Bottom);
        return Figure.ToPng(plot, FigureStyle.Width + 200, Frame + RowHeight * rows.Count);
    }

    /// <summary>A line with the column's name over its groups; groups without an AUROC keep their line, so that nobody is forgotten.</summary>
    private static List<(string Name, PerformanceMeasures? Figures)> Rows(string model, IReadOnlyList<SubgroupPerformance> subgroups)
    {
        var rows = new List<(string, PerformanceMeasures?)>();
        foreach (var column in subgroups)
        {
            rows.Add(($"— {Shortened(column.Column)} —", null));
            rows.AddRange(column.Groups.Select(group => (Named(group), group.Models.Single(one => one.Model == model).Figures)));
        }
        return rows;

        string Named(PopulationPerformance group)
        {
            var figures = group.Models.Single(one => one.Model == model).Figures;
            return $"{Shortened(group.Group!.Level)} "
                + $"({(figures?.Auroc.Value is null ? "too few" : FormattableString.Invariant($"{group.Cases}/{group.Patients}"))})";
        }
    }

    private static string Shortened(string text) => text.Length <= 24 ? text : $"{text[..23]}…";
}
