using AxSpa.Pipeline.Predictors;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>
/// How every figure looks: sizes in pixels chosen to be readable when the figure is printed at half size, and the palette of
/// Okabe and Ito (2008), which people with a colour-vision deficiency can tell apart. Line patterns differ too, for grey print.
/// </summary>
internal static class FigureStyle
{
    public const int Width = 1200;
    public const int Height = 1000;
    public const float TitleSize = 30;
    public const float LabelSize = 30;
    public const float TickSize = 25;
    public const float LegendSize = 25;
    public const float LineWidth = 4;

    /// <summary>ScottPlot centres the font's whole line; the middle of the digits lies a little higher than that.</summary>
    private const float OpticalDrop = 4;

    public static readonly Color Ink = Color.FromHex("#222222");
    public static readonly Color Grid = Color.FromHex("#E6E6E6");
    public static readonly Color Reference = Color.FromHex("#8A8A8A");
    public static readonly Color Missing = Color.FromHex("#BDBDBD");
    public static readonly Color Low = Color.FromHex("#0072B2");
    public static readonly Color Middle = Color.FromHex("#8E4A7E");
    public static readonly Color High = Color.FromHex("#E69F00");

    /// <summary>Okabe–Ito without its yellow, which is too pale for a line on white.</summary>
    public static readonly Color[] Palette =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#E69F00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#D55E00"), Color.FromHex("#56B4E9"), Color.FromHex("#000000"),
    ];

    // Long dashes: short ones fall to pieces on the many small steps of a ROC curve.
    private static readonly LinePattern Dashed = new([18, 6], 0, "dashed");
    private static readonly LinePattern DashDotted = new([18, 6, 4, 6], 0, "dash-dotted");
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, Dashed, DashDotted];

    /// <summary>A model has one colour and one pattern in every figure.</summary>
    /// <param name="model">Its title.</param>
    /// <param name="index">Its place among the curves; decides for names that are no predictor's.</param>
    public static (Color Color, LinePattern Pattern) Of(string model, int index) =>
        PredictorRegistry.All.FirstOrDefault(predictor => predictor.Title == model) is { } known
            ? (Color.FromHex(known.Colour), Patterns[(PredictorRegistry.RankOf(known.Id) + 1) % Patterns.Length])
            : (Palette[(3 + index) % Palette.Length], Patterns[index % Patterns.Length]);

    /// <summary>A white figure with open right and top sides, large words and a pale grid.</summary>
    public static Plot NewPlot(string title, string horizontal, string vertical)
    {
        EmbeddedFont.Use();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        // A figure of several panels is one canvas; each panel would wipe the others away.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.MajorLineWidth = 1.5f;
        plot.Axes.Color(Ink);
        plot.Title(title, TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(horizontal, LabelSize);
        plot.YLabel(vertical, LabelSize);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.TickLabelStyle.OffsetY = axis.IsHorizontal() ? 0 : OpticalDrop;
            axis.FrameLineStyle.Width = 2;
            axis.MajorTickStyle.Length = 8;
            axis.MajorTickStyle.Width = 2;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        // Air on the right, so that the last tick's number is not cut off.
        plot.Axes.Right.MinimumSize = 30;
        plot.Font.Set(EmbeddedFont.Name);
        return plot;
    }

    /// <summary>The figure's title stands over its first panel; the others have as many lines, so that all panels are equally high.</summary>
    public static string PanelTitle(string figure, string panel, bool isFirst) =>
        isFirst ? $"{figure}\n{panel}" : $"{string.Concat(figure.Split('\n').Select(_ => " \n"))}{panel}";

    /// <summary>For figures whose curves may be anywhere: below them, or on their right.</summary>
    public static void ShowLegendOutside(Plot plot, Edge edge)
    {
        DressLegend(plot);
        plot.ShowLegend(edge).Alignment = edge == Edge.Bottom ? Alignment.MiddleCenter : Alignment.UpperLeft;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.Orientation = Orientation.Vertical;
    }

    public static void ShowLegend(Plot plot, Alignment corner)
    {
        plot.ShowLegend(corner);
        DressLegend(plot);
    }

    private static void DressLegend(Plot plot)
    {
        plot.Legend.FontSize = LegendSize;
        plot.Legend.FontName = EmbeddedFont.Name;
        plot.Legend.SymbolWidth = 56;
        plot.Legend.SymbolPadding = 12;
        plot.Legend.Padding = new PixelPadding(14);
        plot.Legend.InterItemPadding = new PixelPadding(6);
        plot.Legend.OutlineWidth = 1;
        plot.Legend.OutlineColor = Grid;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(.85);
    }

    /// <summary>Says in the legend what a line is.</summary>
    public static void Explain(Plot plot, string text, Color line, LinePattern pattern, float width = 3) =>
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = text,
            LabelOffsetY = OpticalDrop,
            LineColor = line,
            LineWidth = width,
            LinePattern = pattern,
        });

    /// <summary>Says in the legend what a dot is.</summary>
    public static void Explain(Plot plot, string text, Color dot) =>
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = text,
            LabelOffsetY = OpticalDrop,
            MarkerShape = MarkerShape.FilledCircle,
            MarkerSize = 16,
            MarkerFillColor = dot,
            MarkerLineColor = dot,
        });
}
