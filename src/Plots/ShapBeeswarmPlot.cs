using AxSpa.Pipeline.Explanation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// The summary figure of Lundberg et al. (2020): one row per feature, one dot per patient, to the right where the feature speaks
/// for the disease, coloured by the rank of the feature's value, grey where it is missing.
/// </summary>
public static class ShapBeeswarmPlot
{
    private const float DotRadius = 4.5f;

    /// <summary>Of log-odds; less is no contribution.</summary>
    private const double LeastSpan = 1e-3;

    /// <summary>Bins as wide as half a dot, so that dots of one bin stack and those of the next may overlap a little.</summary>
    private const int BinsAcross = 220;

    private static readonly IColormap Scale = new ScottPlot.Colormaps.CustomInterpolated([FigureStyle.Low, FigureStyle.Middle, FigureStyle.High]);

    /// <param name="horizontal">What the contributions are.</param>
    /// <param name="atMost">Rows; the most important features are shown.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, ShapTable contributions, string horizontal = "SHAP value (change in log-odds)", int atMost = 15)
    {
        using var plot = FigureStyle.NewPlot(title, horizontal, "");
        var rows = BeeswarmRow.Of(contributions).Take(atMost).ToArray();
        var points = rows.SelectMany(row => row.Points).ToArray();
        var (low, high) = Range([.. points.Select(point => point.Contribution)]);
        plot.Add.Plottable(new ColoredPoints([.. rows.SelectMany((row, rank) => Row(row, rows.Length - 1 - rank, high - low))], DotRadius));
        var zero = plot.Add.VerticalLine(0, 2, FigureStyle.Reference);
        zero.LinePattern = LinePattern.Solid;
        plot.MoveToBack(zero);
        FeatureRows.Name(plot, [.. rows.Select(row => row.Name)]);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(low, high, atMost: 9).Generator;
        plot.Axes.SetLimits(low, high, -.6, Math.Max(rows.Length, 1) - .4);
        AddColorScale(plot, missing: points.Any(point => point.Rank is null));
        return Figure.ToPng(plot, height: FeatureRows.Height(rows.Length));
    }

    /// <summary>All contributions, zero and a little air. Where nothing contributes, a scale of its size would be all zeros behind the point.</summary>
    private static (double Low, double High) Range(double[] contributions)
    {
        var (low, high) = (contributions.Append(0).Min(), contributions.Append(0).Max());
        var air = high - low < LeastSpan ? .5 : .06 * (high - low);
        return (low - air, high + air);
    }

    private static IEnumerable<(Coordinates, Color)> Row(BeeswarmRow row, int height, double width)
    {
        var along = row.Points.Select(point => point.Contribution).ToArray();
        var across = Beeswarm.Offsets(along, width / BinsAcross, .4);
        return row.Points.Select((point, i) => (
            new Coordinates(point.Contribution, height + across[i]),
            point.Rank is { } rank ? Scale.GetColor(rank) : FigureStyle.Missing));
    }

    private static void AddColorScale(Plot plot, bool missing)
    {
        var scale = new ScottPlot.Panels.ColorBar(new ColorScale(), Edge.Right) { Label = "Feature value (rank)", Width = 22 };
        scale.LabelStyle.FontSize = FigureStyle.LabelSize;
        scale.LabelStyle.FontName = EmbeddedFont.Name;
        scale.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, 1], ["Low", "High"]);
        scale.Axis.TickLabelStyle.FontSize = FigureStyle.TickSize;
        scale.Axis.TickLabelStyle.FontName = EmbeddedFont.Name;
        plot.Axes.AddPanel(scale);
        if (!missing)
            return;
        FigureStyle.Explain(plot, "Missing", FigureStyle.Missing);
        FigureStyle.ShowLegendOutside(plot, Edge.Bottom);
    }

    private sealed class ColorScale : IHasColorAxis
    {
        public IColormap Colormap => Scale;
        public ScottPlot.Range GetRange() => new(0, 1);
    }
}
