using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Figures with one row per feature: names on the left, from the top.</summary>
internal static class FeatureRows
{
    private const int LongestName = 28;

    public static int Height(int rows) => Math.Max(FigureStyle.Height * 6 / 10, 330 + 62 * rows);

    public static void Name(Plot plot, string[] names, int longest = LongestName)
    {
        var at = Enumerable.Range(0, names.Length).Select(rank => (double)(names.Length - 1 - rank)).ToArray();
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(at, [.. names.Select(name => Shortened(name, longest))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    public static string Shortened(string name, int longest = LongestName) => name.Length <= longest ? name : name[..(longest - 1)] + "…";
}
