using AxSpa.Pipeline.Explanation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>How much each feature moves the answers on average: mean |contribution|, the greatest on top.</summary>
public static class ShapBarPlot
{
    /// <param name="horizontal">What the values are.</param>
    /// <param name="atMost">Rows.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, ShapTable contributions, string horizontal = "Mean |SHAP value| (log-odds)", int atMost = 15)
    {
        var shown = FeatureImportance.Of(contributions).Take(atMost).ToArray();
        using var plot = FigureStyle.NewPlot(title, horizontal, "");
        var bars = plot.Add.Bars(shown.Select((importance, rank) => new Bar
        {
            Position = shown.Length - 1 - rank,
            Value = importance.MeanAbsolute,
            FillColor = FigureStyle.Palette[0],
            LineWidth = 0,
            Size = .7,
        }).ToArray());
        bars.Horizontal = true;
        FeatureRows.Name(plot, [.. shown.Select(importance => importance.Feature)]);
        var most = Math.Max(shown.Select(importance => importance.MeanAbsolute).DefaultIfEmpty(0).Max(), 1e-3) * 1.06;
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(0, most, atMost: 8).Generator;
        plot.Axes.SetLimits(0, most, -.6, Math.Max(shown.Length, 1) - .4);
        return Figure.ToPng(plot, height: FeatureRows.Height(shown.Length));
    }
}
