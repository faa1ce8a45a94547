using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Lays the models' curves on a plot, each in its own colour and pattern.</summary>
internal static class CurveDrawing
{
    public static void Add(Plot plot, IReadOnlyList<CurveSeries> curves, ConnectStyle connect)
    {
        for (var i = 0; i < curves.Count; i++)
        {
            var (color, pattern) = FigureStyle.Of(curves[i].Name, i);
            Add(plot, curves[i], color, pattern, connect);
        }
    }

    public static void Add(Plot plot, CurveSeries curve, Color color, LinePattern pattern, ConnectStyle connect)
    {
        // Net benefit at a threshold of 1 is minus infinity; such a point has no place on paper.
        var finite = curve.X.Zip(curve.Y).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second))
            .Select(point => new Coordinates(point.First, point.Second)).ToArray();
        if (finite.Length == 0)
            return;
        if (curve.Band is { } band)
            AddBand(plot, band, color);
        var line = plot.Add.ScatterLine(finite, color);
        line.ConnectStyle = connect;
        line.LineWidth = FigureStyle.LineWidth;
        line.LinePattern = pattern;
        FigureStyle.Explain(plot, curve.LegendText, color, pattern, FigureStyle.LineWidth);
    }

    /// <summary>Pale enough that three of them can lie on each other.</summary>
    public static void AddBand(Plot plot, CurveBand band, Color color)
    {
        var fill = plot.Add.FillY(band.X, band.Low, band.High);
        fill.FillColor = color.WithAlpha(.16);
        fill.LineWidth = 0;
        fill.MarkerSize = 0;
        plot.MoveToBack(fill);
    }
}
