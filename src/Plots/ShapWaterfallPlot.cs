using System.Globalization;
using AxSpa.Pipeline.Explanation;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// How one patient's answer comes about: from what the model says before it looks at anything, each feature moves it to the right
/// (for the disease) or to the left, up to the patient's log-odds.
/// </summary>
/// <remarks>After the waterfall plot of Lundberg's shap.</remarks>
public static class ShapWaterfallPlot
{
    /// <param name="atMost">Features by themselves; the rest is one bar.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, ShapTable contributions, ShapRow patient, int atMost = 12)
    {
        var steps = Steps(contributions, patient, atMost);
        using var plot = FigureStyle.NewPlot(title, "Log-odds before calibration", "");
        var from = patient.Bias;
        var bars = new List<Bar>();
        var (low, high) = (Math.Min(patient.Bias, patient.Margin), Math.Max(patient.Bias, patient.Margin));
        for (var i = 0; i < steps.Count; i++)
        {
            var to = from + steps[i].Contribution;
            bars.Add(new Bar
            {
                Position = steps.Count - 1 - i,
                ValueBase = Math.Min(from, to),
                Value = Math.Max(from, to),
                FillColor = steps[i].Contribution >= 0 ? FigureStyle.High : FigureStyle.Low,
                LineWidth = 0,
                Size = .7,
            });
            (low, high, from) = (Math.Min(low, to), Math.Max(high, to), to);
        }
        var air = Math.Max(.16 * (high - low), .05);
        var drawn = plot.Add.Bars(bars.ToArray());
        drawn.Horizontal = true;
        for (var i = 0; i < steps.Count; i++)
            Label(plot, bars[i], steps[i].Contribution);
        Mark(plot, patient.Bias, "knowing nothing", LinePattern.Dotted);
        Mark(plot, patient.Margin, "this patient", LinePattern.Solid);
        FeatureRows.Name(plot, [.. steps.Select(step => step.Name)], longest: 40);
        plot.Axes.Bottom.TickGenerator = TickMarks.Round(low - air, high + air, atMost: 7).Generator;
        plot.Axes.SetLimits(low - air, high + air, -.6, Math.Max(steps.Count, 1) - .4);
        FigureStyle.ShowLegendOutside(plot, Edge.Bottom);
        return Figure.ToPng(plot, width: FigureStyle.Width + 100, height: FeatureRows.Height(steps.Count) + 110);
    }

    /// <summary>The features that move most first, and the rest together.</summary>
    internal static IReadOnlyList<(string Name, double Contribution)> Steps(ShapTable contributions, ShapRow patient, int atMost)
    {
        var ordered = Enumerable.Range(0, contributions.Features.Length)
            .OrderByDescending(feature => Math.Abs(patient.Contributions[feature]))
                .ThenBy(feature => contributions.Features[feature], StringComparer.Ordinal)
                .ToList();
        var single = ordered.Count <= atMost ? ordered.Count : atMost - 1;
        var steps = ordered.Take(single).Select(feature => (
            $"{FeatureRows.Shortened(contributions.Features[feature], 24)} = {Value(patient.Values[feature])}", patient.Contributions[feature])).ToList();
        if (single < ordered.Count)
            steps.Add((string.Create(CultureInfo.InvariantCulture, $"{ordered.Count - single} other features"),
                ordered.Skip(single).Sum(feature => patient.Contributions[feature])));
        return steps;
    }

    private static string Value(float value) => float.IsNaN(value) ? "missing" : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    private static void Label(Plot plot, Bar bar, double contribution)
    {
        var text = plot.Add.Text(
            contribution.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture), contribution >= 0 ? bar.Value : bar.ValueBase, bar.Position);
        text.LabelFontName = EmbeddedFont.Name;
        text.LabelFontSize = FigureStyle.TickSize - 4;
        text.LabelFontColor = FigureStyle.Ink;
        text.LabelAlignment = contribution >= 0 ? Alignment.MiddleLeft : Alignment.MiddleRight;
        text.OffsetX = contribution >= 0 ? 6 : -6;
    }

    private static void Mark(Plot plot, double at, string what, LinePattern pattern)
    {
        var line = plot.Add.VerticalLine(at, 2, FigureStyle.Ink);
        line.LinePattern = pattern;
        plot.MoveToBack(line);
        FigureStyle.Explain(plot, string.Create(CultureInfo.InvariantCulture, $"{what}: {at:0.00}").Replace('-', '−'), FigureStyle.Ink, pattern, 2);
    }
}
