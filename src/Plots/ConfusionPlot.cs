using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Confusion matrices, one panel per model: who was called what at the model's threshold, shaded by the share of each row.</summary>
public static class ConfusionPlot
{
    private const int PanelHeight = 760;

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, IReadOnlyList<(string Title, DecisionMeasures Decision)> models)
    {
        var panels = models.Select((model, i) => Panel(title, model.Title, i, model.Decision)).ToList();
        if (panels.Count == 0)
            panels.Add(FigureStyle.NewPlot(title, "", ""));
        var width = panels.Count switch { 1 => 1200, 2 => 1000, _ => 800 };
        var png = Figure.ToPng(panels, Math.Min(panels.Count, 3), width, PanelHeight);
        panels.ForEach(panel => panel.Dispose());
        return png;
    }

    private static Plot Panel(string title, string model, int index, DecisionMeasures decision)
    {
        var (color, _) = FigureStyle.Of(model, index);
        var name = string.Create(CultureInfo.InvariantCulture, $"{model}, positive at {decision.Threshold:F3} or above");
        var plot = FigureStyle.NewPlot(FigureStyle.PanelTitle(title, name, isFirst: index == 0), "", "");
        plot.Axes.Title.Label.FontSize = 25;
        plot.HideGrid();
        var counts = decision.Counts;
        Row(plot, 1, counts.TruePositives, counts.FalseNegatives, color);
        Row(plot, 0, counts.FalsePositives, counts.TrueNegatives, color);
        plot.Axes.SetLimits(0, 2, 0, 2);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.5, 1.5], ["called positive", "called negative"]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.5, 1.5], ["controls", "cases"]);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.FrameLineStyle.Width = 0;
            axis.MajorTickStyle.Length = 0;
        }
        return plot;
    }

    private static void Row(Plot plot, int bottom, int positive, int negative, Color color)
    {
        var all = positive + negative;
        foreach (var (left, count) in new[] { (0, positive), (1, negative) })
        {
            var share = all == 0 ? 0 : (double)count / all;
            var cell = plot.Add.Rectangle(left + .02, left + .98, bottom + .02, bottom + .98);
            cell.FillColor = color.WithAlpha(.08 + (.72 * share));
            cell.LineWidth = 0;
            var percent = all == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\n{100 * share:F1}%");
            var text = plot.Add.Text(string.Create(CultureInfo.InvariantCulture, $"{count}{percent}"), left + .5, bottom + .5);
            text.LabelFontSize = 34;
            text.LabelFontName = EmbeddedFont.Name;
            text.LabelFontColor = FigureStyle.Ink;
            text.LabelAlignment = Alignment.MiddleCenter;
        }
    }
}
