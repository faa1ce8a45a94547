using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Receiver operating characteristic: sensitivity against 1 − specificity over all thresholds.</summary>
public static class RocCurvePlot
{
    /// <param name="curves">X: 1 − specificity, Y: sensitivity, both fractions from (0, 0) to (1, 1).</param>
    /// <param name="bands">What the legend says of the curves' bands; null: there are none.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, IReadOnlyList<CurveSeries> curves, string? bands = null)
    {
        using var plot = FigureStyle.NewPlot(title, "1 − specificity", "Sensitivity");
        var chance = plot.Add.Line(0, 0, 1, 1);
        chance.LineColor = FigureStyle.Reference;
        chance.LineWidth = 2;
        chance.LinePattern = LinePattern.Dotted;
        CurveDrawing.Add(plot, curves, ConnectStyle.Straight);
        if (bands is not null)
            FigureStyle.Explain(plot, bands, FigureStyle.Grid, LinePattern.Solid, 16);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.SetLimits(-.01, 1.01, -.01, 1.01);
        FigureStyle.ShowLegend(plot, Alignment.LowerRight);
        return Figure.ToPng(plot);
    }
}
