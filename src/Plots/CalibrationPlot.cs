using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// Reliability diagrams, one panel per model: what was predicted against what came true, as bins with intervals and as the line of
/// logistic recalibration with its band; below, how many cases (up) and controls (down) got each prediction.
/// </summary>
public static class CalibrationPlot
{
    private const double Base = -.13; // the middle of the histogram, below the diagram
    private const double Reach = .09; // of its longest bar
    private const int PanelHeight = 1080;

    /// <param name="models">Those with figures; each has a panel.</param>
    /// <param name="histograms">For each model, cases and controls per bin of equal width.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(
        string title, IReadOnlyList<(string Title, CalibrationMeasures Calibration)> models, IReadOnlyList<(int[] Cases, int[] Controls)> histograms,
        double confidence)
    {
        var panels = models.Select((model, i) => Panel(
            FigureStyle.PanelTitle(title, model.Title, isFirst: i == 0), model.Title, i, model.Calibration, histograms[i], confidence)).ToList();
        if (panels.Count == 0)
            panels.Add(FigureStyle.NewPlot(title, "Predicted probability", "Observed share of cases"));
        var width = panels.Count switch { 1 => 1200, 2 => 1000, _ => 800 };
        var png = Figure.ToPng(panels, Math.Min(panels.Count, 3), width, PanelHeight);
        panels.ForEach(panel => panel.Dispose());
        return png;
    }

    private static Plot Panel(
        string title, string model, int index, CalibrationMeasures calibration, (int[] Cases, int[] Controls) histogram, double confidence)
    {
        var (color, _) = FigureStyle.Of(model, index);
        var plot = FigureStyle.NewPlot(title, "Predicted probability", "Observed share of cases");
        plot.Axes.Title.Label.FontSize = 25;
        var ideal = plot.Add.Line(0, 0, 1, 1);
        ideal.LineColor = FigureStyle.Reference;
        ideal.LineWidth = 2;
        ideal.LinePattern = LinePattern.Dotted;
        Line(plot, calibration, color, confidence);
        Bins(plot, calibration, color);
        Histogram(plot, histogram, color);
        plot.Axes.SetLimits(-.01, 1.01, -.24, 1.03);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(0, 1).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(0, 1).Generator;
        FigureStyle.ShowLegendOutside(plot, Edge.Bottom);
        plot.Legend.FontSize = 22;
        return plot;
    }

    private static void Line(Plot plot, CalibrationMeasures calibration, Color color, double confidence)
    {
        if (calibration.Line is not { } line || calibration.Reliability is not { Bins: [var first, .., var last] })
            return;
        // From the lowest to the highest predictions there are: beyond them the line would be a promise.
        var (low, high) = (Math.Max(first.MeanPredicted, .001), Math.Min(last.MeanPredicted, .999));
        var at = Enumerable.Range(0, 101).Select(step => low + (high - low) * step / 100).ToArray();
        var fitted = at.Select(p => line.Fit.At(PlattScaling.LogOdds(p), confidence)).ToArray();
        if (line.Slope.Interval is not null)
            CurveDrawing.AddBand(plot, new CurveBand(at, [.. fitted.Select(f => f.Interval.Low)], [.. fitted.Select(f => f.Interval.High)]), color);
        var drawn = plot.Add.ScatterLine(at, fitted.Select(f => f.Probability).ToArray(), color);
        drawn.LineWidth = 3;
        FigureStyle.Explain(plot,
            string.Create(CultureInfo.InvariantCulture, $"Slope {line.Slope.Value:0.00;−0.00}, intercept {line.Intercept.Value:0.00;−0.00;0.00}"), color,
            LinePattern.Solid);
    }

    private static void Bins(Plot plot, CalibrationMeasures calibration, Color color)
    {
        if (calibration.Reliability is not { } reliability)
            return;
        foreach (var bin in reliability.Bins)
        {
            if (bin.ObservedInterval is { } interval)
            {
                var whisker = plot.Add.Line(bin.MeanPredicted, interval.Low, bin.MeanPredicted, interval.High);
                whisker.LineColor = color;
                whisker.LineWidth = 2;
            }
            plot.Add.Marker(bin.MeanPredicted, bin.Observed, MarkerShape.FilledCircle, 13, color);
        }
        FigureStyle.Explain(plot, string.Create(CultureInfo.InvariantCulture, $"{reliability.Count} bins, ECE {calibration.ExpectedError:F3}"), color);
    }

    private static void Histogram(Plot plot, (int[] Cases, int[] Controls) histogram, Color color)
    {
        // By square roots: a thousand sure controls in one bin must not make all others vanish.
        var most = histogram.Cases.Concat(histogram.Controls).DefaultIfEmpty(0).Max();
        var width = 1.0 / histogram.Cases.Length;
        for (var bin = 0; bin < histogram.Cases.Length && most > 0; bin++)
        {
            Bar(bin, Reach * Math.Sqrt((double)histogram.Cases[bin] / most), color);
            Bar(bin, -Reach * Math.Sqrt((double)histogram.Controls[bin] / most), FigureStyle.Missing);
        }
        var line = plot.Add.Line(0, Base, 1, Base);
        line.LineColor = FigureStyle.Ink;
        line.LineWidth = 1;
        FigureStyle.Explain(plot, string.Create(CultureInfo.InvariantCulture, $"Cases up, controls down (√, longest {most})"), FigureStyle.Missing);

        void Bar(int bin, double height, Color fill)
        {
            if (height == 0)
                return;
            var bar = plot.Add.Rectangle((bin + .1) * width, (bin + .9) * width, Base, Base + height);
            bar.FillColor = fill;
            bar.LineWidth = 0;
        }
    }
}
