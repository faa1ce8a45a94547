using AxSpa.Pipeline.Explanation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>For the features that matter most, each patient's value against its contribution: whether the model has learned a line, a step or a bend.</summary>
public static class ShapDependencePlot
{
    private const int PanelWidth = 900, PanelHeight = 700;
    private const float DotRadius = 5;

    /// <param name="vertical">What the contributions are.</param>
    /// <param name="atMost">Panels.</param>
    /// <returns>A PNG picture of two panels a row.</returns>
    public static byte[] Draw(ShapTable contributions, string vertical = "SHAP value (log-odds)", int atMost = 6)
    {
        var panels = FeatureImportance.Of(contributions).Take(atMost)
            .Select(importance => Panel(contributions, contributions.Features.IndexOf(importance.Feature), vertical)).ToList();
        if (panels.Count == 0)
            panels.Add(FigureStyle.NewPlot("There is no feature", "", ""));
        var png = Figure.ToPng(panels, columns: panels.Count == 1 ? 1 : 2, PanelWidth, PanelHeight);
        panels.ForEach(panel => panel.Dispose());
        return png;
    }

    private static Plot Panel(ShapTable table, int feature, string vertical)
    {
        var plot = FigureStyle.NewPlot(FeatureRows.Shortened(table.Features[feature], 40), "Value", vertical);
        var known = table.Rows.Where(row => !float.IsNaN(row.Values[feature])).ToList();
        var missing = table.Rows.Where(row => float.IsNaN(row.Values[feature])).ToList();
        var (low, high) = known.Count == 0 ? (0, 1) : (known.Min(row => (double)row.Values[feature]), known.Max(row => (double)row.Values[feature]));
        var span = high > low ? high - low : 1;
        var gap = low - .14 * span; // where patients without a value stand
        var points = known.Select(row => (new Coordinates(row.Values[feature], row.Contributions[feature]), FigureStyle.Palette[0].WithAlpha(.55)))
            .Concat(missing.Select(row => (new Coordinates(gap, row.Contributions[feature]), FigureStyle.Missing.WithAlpha(.8)))).ToList();
        plot.Add.Plottable(new ColoredPoints(points, DotRadius));
        var zero = plot.Add.HorizontalLine(0, 2, FigureStyle.Reference);
        plot.MoveToBack(zero);

        var (bottom, top) = (points.Select(point => point.Item1.Y).Append(0).Min(), points.Select(point => point.Item1.Y).Append(0).Max());
        var air = Math.Max(.06 * (top - bottom), 1e-3);
        plot.Axes.SetLimits((missing.Count > 0 ? gap : low) - .05 * span, high + .05 * span, bottom - air, top + air);
        plot.Axes.Left.TickGenerator = TickMarks.Round(bottom - air, top + air, atMost: 6).Generator;
        var marks = TickMarks.Round(low, high, atMost: 6);
        plot.Axes.Bottom.TickGenerator = missing.Count > 0
            ? new ScottPlot.TickGenerators.NumericManual([gap, .. marks.At], ["missing", .. marks.Labels])
            : marks.Generator;
        return plot;
    }
}
