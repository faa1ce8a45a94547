using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Decision curves (Vickers and Elkin 2006): net benefit of acting on a model, beside treating everybody or nobody.</summary>
public static class DecisionCurvePlot
{
    /// <param name="models">X: threshold probability, Y: net benefit.</param>
    /// <param name="treatAll">The net benefit of treating everybody at the same thresholds.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, IReadOnlyList<CurveSeries> models, CurveSeries treatAll)
    {
        using var plot = FigureStyle.NewPlot(title, "Threshold probability", "Net benefit (true positives per patient)");
        var none = plot.Add.Line(0, 0, 1, 0);
        none.LineColor = FigureStyle.Ink;
        none.LineWidth = 2;
        none.LinePattern = LinePattern.Dotted;
        CurveDrawing.Add(plot, models, ConnectStyle.Straight);
        CurveDrawing.Add(plot, treatAll, FigureStyle.Reference, LinePattern.Solid, ConnectStyle.Straight);
        // Where a model treats everybody, its line is this one: the model's colour is the one to see.
        plot.MoveToBack(plot.PlottableList[^1]);
        FigureStyle.Explain(plot, "Treat none", FigureStyle.Ink, LinePattern.Dotted, 2);
        // Treating everybody falls to minus infinity: only a strip below zero is of interest.
        var highest = models.Append(treatAll).SelectMany(curve => curve.Y).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var top = Math.Max(highest, .02) * 1.1;
        plot.Axes.SetLimits(-.01, 1.01, -.25 * top, top);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(-.25 * top, top, atMost: 9).Generator;
        FigureStyle.ShowLegend(plot, Alignment.UpperRight);
        return Figure.ToPng(plot);
    }
}
