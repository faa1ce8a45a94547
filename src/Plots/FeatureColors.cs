using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Colours a feature's values from low to high, between its 5th and 95th percentile; grey where the value is missing.</summary>
internal static class FeatureColors
{
    public static readonly IColormap Scale = new ScottPlot.Colormaps.CustomInterpolated([FigureStyle.Low, FigureStyle.Middle, FigureStyle.High]);

    public static Color[] Of(IReadOnlyList<double> values)
    {
        var known = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        var low = At(known, .05);
        var high = At(known, .95);
        if (high <= low && known.Length > 0)
            (low, high) = (known[0], known[^1]);
        return [.. values.Select(value => double.IsNaN(value) ? FigureStyle.Missing : Scale.GetColor(Position(value, low, high)))];
    }

    private static double Position(double value, double low, double high) =>
        high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : .5;

    private static double At(double[] sorted, double fraction) =>
        sorted.Length == 0 ? 0 : sorted[(int)Math.Round(fraction * (sorted.Length - 1))];
}
