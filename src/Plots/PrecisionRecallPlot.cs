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
        // Average precision is the area under steps; straight lines between the points would promise too much (Davis and Goadrich 2006).
        CurveDrawing.Add(plot, [.. curves.Select(FromZero)], ConnectStyle.StepVertical);
        FigureStyle.Explain(plot, string.Create(CultureInfo.InvariantCulture, $"Prevalence: {prevalence:F2}"), FigureStyle.Reference, LinePattern.Dotted, 2);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.SetLimits(-.01, 1.01, -.01, 1.03);
        FigureStyle.ShowLegendOutside(plot, Edge.Bottom);
        return Figure.ToPng(plot, height: FigureStyle.Height + 120);
    }

    private static CurveSeries FromZero(CurveSeries curve) =>
        curve.X is [> 0, ..] ? curve with { X = [0, .. curve.X], Y = [curve.Y[0], .. curve.Y] } : curve;
}
