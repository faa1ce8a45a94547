using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// Decision curves (Vickers and Elkin 2006) in two panels: the net benefit of acting on a model, beside treating everybody or
/// nobody, and what it spares against treating everybody.
/// </summary>
public static class DecisionCurvePlot
{
    /// <param name="models">X: threshold probability, Y: net benefit.</param>
    /// <param name="treatAll">The net benefit of treating everybody at the same thresholds.</param>
    /// <param name="avoided">X: threshold probability, Y: interventions avoided per 100 patients, against treating everybody.</param>
    /// <param name="bands">What is said of the curves' bands; null: there are none.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(
        string title, IReadOnlyList<CurveSeries> models, CurveSeries treatAll, IReadOnlyList<CurveSeries> avoided, string? bands = null)
    {
        using var benefit = NetBenefit(title, models, treatAll);
        using var spared = Avoided($"Against treating everybody\n{bands ?? " "}", avoided);
        return Figure.ToPng([benefit, spared], columns: 2, FigureStyle.Width, FigureStyle.Height);
    }

    private static Plot NetBenefit(string title, IReadOnlyList<CurveSeries> models, CurveSeries treatAll)
    {
        var plot = FigureStyle.NewPlot(title, "Threshold probability", "Net benefit (true positives per patient)");
        var (left, right) = RangeOf(models.Append(treatAll));
        Zero(plot, left, right);
        CurveDrawing.Add(plot, models, ConnectStyle.Straight);
        CurveDrawing.Add(plot, treatAll, FigureStyle.Reference, LinePattern.Solid, ConnectStyle.Straight);
        // Where a model treats everybody, its line is this one: the model's colour is the one to see.
        plot.MoveToBack(plot.PlottableList[^1]);
        FigureStyle.Explain(plot, "Treat none", FigureStyle.Ink, LinePattern.Dotted, 2);
        // Treating everybody falls to minus infinity: only a strip below zero is of interest.
        var highest = models.Append(treatAll).SelectMany(curve => curve.Y.Concat(curve.Band?.High ?? [])).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var top = Math.Max(highest, .02) * 1.45; // room for the legend
        plot.Axes.SetLimits(left, right, -.2 * top, top);
        Ticks(plot, left, right, -.2 * top, top);
        FigureStyle.ShowLegend(plot, Alignment.UpperRight);
        return plot;
    }

    private static Plot Avoided(string title, IReadOnlyList<CurveSeries> avoided)
    {
        var plot = FigureStyle.NewPlot(title, "Threshold probability", "Interventions avoided per 100 patients");
        var (left, right) = RangeOf(avoided);
        Zero(plot, left, right);
        CurveDrawing.Add(plot, avoided, ConnectStyle.Straight);
        var all = avoided.SelectMany(curve => curve.Y).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        // At low thresholds one missed case weighs as much as very many interventions: the band may leave the picture there.
        var (bottom, top) = (Math.Max(Math.Min(all.Min(), 0), -30) - 5, 105);
        plot.Axes.SetLimits(left, right, bottom, top);
        Ticks(plot, left, right, bottom, top);
        FigureStyle.ShowLegend(plot, Alignment.LowerRight);
        return plot;
    }

    private static void Zero(Plot plot, double left, double right)
    {
        var none = plot.Add.Line(left, 0, right, 0);
        none.LineColor = FigureStyle.Ink;
        none.LineWidth = 2;
        none.LinePattern = LinePattern.Dotted;
    }

    private static void Ticks(Plot plot, double left, double right, double bottom, double top)
    {
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(left, right).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(bottom, top, atMost: 9).Generator;
    }

    private static (double Left, double Right) RangeOf(IEnumerable<CurveSeries> curves)
    {
        var thresholds = curves.SelectMany(curve => curve.X).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (left, right) = (thresholds.Min(), thresholds.Max());
        return left < right ? (left, right) : (0, 1);
    }
}
