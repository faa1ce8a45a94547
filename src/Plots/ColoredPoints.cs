using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots;

/// <summary>Dots with a colour each, drawn in the order given: ScottPlot's own markers have one colour per series.</summary>
internal sealed class ColoredPoints(IReadOnlyList<(Coordinates At, Color Color)> points, float radius) : IPlottable
{
    public bool IsVisible { get; set; } = true;
    public IAxes Axes { get; set; } = new Axes();
    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(points.Select(point => point.At));

    public void Render(RenderPack rp)
    {
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill };
        foreach (var (at, color) in points)
        {
            var pixel = Axes.GetPixel(at);
            paint.Color = color.ToSKColor();
            rp.Canvas.DrawCircle(pixel.X, pixel.Y, radius, paint);
        }
    }
}
