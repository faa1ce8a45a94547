using System.Globalization;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Precision against recall, with the prevalence as the line of a model that knows nothing.</summary>
public static class PrecisionRecallPlot
{
    /// <param name="curves">X: recall, Y: precision, both fractions, in order of rising recall.</param>
    /// <param name="prevalence">The fraction of cases among the patients shown.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, IReadOnlyList<CurveSeries> curves, double prevalence)
    {
        using var plot = FigureStyle.NewPlot(title, "Recall (sensitivity)", "Precision (positive predictive value)");
        var chance = plot.Add.Line(0, prevalence, 1, prevalence);
        chance.LineColor = FigureStyle.Reference;
        chance.LineWidth = 2;
        chance.LinePattern = LinePattern.Dotted;
        chance.LegendText = string.Create(CultureInfo.InvariantCulture, $"Prevalence: {prevalence:F2}");
        // Average precision is the area under steps; straight lines between the points would promise too much (Davis and Goadrich 2006).
        CurveDrawing.Add(plot, curves, ConnectStyle.StepVertical);
        FigureStyle.FractionTicks(plot.Axes.Bottom);
        FigureStyle.FractionTicks(plot.Axes.Left);
        plot.Axes.SetLimits(-.01, 1.01, -.01, 1.03);
        FigureStyle.ShowLegend(plot, prevalence < .5 ? Alignment.UpperRight : Alignment.LowerLeft);
        return FigureStyle.ToPng(plot);
    }
}
