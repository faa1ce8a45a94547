using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// The summary figure of Lundberg et al. (2020): one row per feature, one dot per patient, to the right where the feature speaks
/// for the disease, coloured by the feature's value.
/// </summary>
public static class ShapBeeswarmPlot
{
    /// <param name="atMost">Rows; the most important features are shown.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, ShapSummary summary, int atMost = 15)
    {
        using var plot = FigureStyle.NewPlot(title, "SHAP value (change in log-odds of axSpA)", "");
        var rows = summary.ByImportance().Take(atMost).ToArray();
        var halfWidth = Math.Max(1e-6, rows.SelectMany(feature => summary.Contributions.Select(row => Math.Abs(row[feature]))).DefaultIfEmpty(1).Max()) * 1.08;
        var points = new List<(Coordinates, Color)>();
        var missing = false;
        for (var rank = 0; rank < rows.Length; rank++)
        {
            var feature = rows[rank];
            var along = summary.Contributions.Select(row => row[feature]).ToArray();
            var values = summary.Values.Select(row => row[feature]).ToArray();
            missing |= values.Any(double.IsNaN);
            var across = Beeswarm.Offsets(along, 2 * halfWidth / 220, .4);
            var colors = FeatureColors.Of(values);
            points.AddRange(along.Select((x, i) => (new Coordinates(x, rows.Length - 1 - rank + across[i]), colors[i])));
        }
        var zero = plot.Add.VerticalLine(0, 2, FigureStyle.Reference);
        zero.LinePattern = LinePattern.Solid;
        plot.Add.Plottable(new ColoredPoints(points, 4.5f));
        NameRows(plot, [.. rows.Select(feature => summary.Features[feature])]);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(-halfWidth, halfWidth);
        plot.Axes.SetLimits(-halfWidth, halfWidth, -.6, Math.Max(rows.Length, 1) - .4);
        AddColorScale(plot, missing);
        return Figure.ToPng(plot, height: Math.Max(FigureStyle.Height * 6 / 10, 260 + 62 * rows.Length));
    }

    private static void NameRows(Plot plot, string[] names)
    {
        var at = Enumerable.Range(0, names.Length).Select(rank => (double)(names.Length - 1 - rank)).ToArray();
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(at, [.. names.Select(Shortened)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    private static string Shortened(string name) => name.Length <= 28 ? name : name[..27] + "…";

    private static void AddColorScale(Plot plot, bool missing)
    {
        var scale = new ScottPlot.Panels.ColorBar(new ColorScale(), Edge.Right) { Label = "Feature value", Width = 22 };
        scale.LabelStyle.FontSize = FigureStyle.LabelSize;
        scale.LabelStyle.FontName = EmbeddedFont.Name;
        scale.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, 1], ["Low", "High"]);
        scale.Axis.TickLabelStyle.FontSize = FigureStyle.TickSize;
        scale.Axis.TickLabelStyle.FontName = EmbeddedFont.Name;
        plot.Axes.AddPanel(scale);
        if (!missing)
            return;
        FigureStyle.Explain(plot, "Missing", FigureStyle.Missing);
        FigureStyle.ShowLegend(plot, Alignment.LowerRight);
    }

    private sealed class ColorScale : IHasColorAxis
    {
        public IColormap Colormap => FeatureColors.Scale;
        public ScottPlot.Range GetRange() => new(0, 1);
    }
}
