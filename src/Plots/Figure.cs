using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots;

/// <summary>Panels on white paper, with a margin so that no word touches the edge.</summary>
internal static class Figure
{
    private const int Margin = 14;

    public static byte[] ToPng(Plot panel, int width = FigureStyle.Width, int height = FigureStyle.Height) =>
        ToPng([panel], columns: 1, width, height);

    /// <param name="panels">Row after row.</param>
    /// <param name="width">Pixels of one panel.</param>
    /// <param name="height">Pixels of one panel.</param>
    public static byte[] ToPng(IReadOnlyList<Plot> panels, int columns, int width, int height)
    {
        var rows = (panels.Count + columns - 1) / columns;
        using var surface = SKSurface.Create(new SKImageInfo(columns * width, rows * height));
        surface.Canvas.Clear(SKColors.White);
        for (var i = 0; i < panels.Count; i++)
        {
            float left = i % columns * width, top = i / columns * height;
            panels[i].Render(surface.Canvas, new PixelRect(left + Margin, left + width - Margin, top + height - Margin, top + Margin));
        }
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
