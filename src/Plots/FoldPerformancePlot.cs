using AxSpa.Pipeline.Evaluation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Out-of-fold AUROC and Brier score of each fold, a column of dots per model with the median of the folds. Five dots make no honest box.</summary>
public static class FoldPerformancePlot
{
    private const int PanelHeight = 760;
    private const double Reach = .22;

    /// <param name="folds">At least one; all with the same models.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(IReadOnlyList<HeldOutFold> folds)
    {
        var title = $"Out-of-fold, {folds.Count} folds";
        Plot[] panels =
        [
            Panel(FigureStyle.PanelTitle(title, "AUROC", isFirst: true), folds, figures => figures.Auroc),
            Panel(FigureStyle.PanelTitle(title, "Brier score (lower is better)", isFirst: false), folds, figures => figures.Brier),
        ];
        var png = Figure.ToPng(panels, columns: 2, width: 1000, PanelHeight);
        foreach (var panel in panels) panel.Dispose();
        return png;
    }

    private static Plot Panel(string title, IReadOnlyList<HeldOutFold> folds, Func<HeldOutPerformance, double?> figure)
    {
        var plot = FigureStyle.NewPlot(title, "", "");
        var models = folds[0].Models;
        for (var m = 0; m < models.Length; m++)
        {
            var (color, _) = FigureStyle.Of(models[m].Title, m);
            double[] known = [.. folds.Select(fold => figure(fold.Models[m])).OfType<double>().Order()];
            if (known.Length == 0) continue;
            var median = Percentile.OfSorted(known, 0.5);
            var bar = plot.Add.Line(m - 1.4 * Reach, median, m + 1.4 * Reach, median);
            (bar.LineColor, bar.LineWidth) = (color, FigureStyle.LineWidth);
            for (var k = 0; k < folds.Count; k++)
                if (figure(folds[k].Models[m]) is { } value)
                    plot.Add.Marker(m + (folds.Count == 1 ? 0 : Reach * (2.0 * k / (folds.Count - 1) - 1)), value, MarkerShape.FilledCircle, 15, color);
        }
        double[] all = [.. folds.SelectMany(fold => fold.Models).Select(figure).OfType<double>()];
        var (low, high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
        var air = Math.Max(.08 * (high - low), .02);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Enumerable.Range(0, models.Length).Select(m => (double)m)], [.. models.Select(model => model.Title)]);
        plot.Axes.Left.TickGenerator = TickMarks.Round(low - air, high + air).Generator;
        plot.Axes.SetLimits(-.6, models.Length - .4, low - air, high + air);
        return plot;
    }
}
