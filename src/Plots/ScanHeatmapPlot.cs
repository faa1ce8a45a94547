using AxSpa.Pipeline.Explanation;
using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots;

/// <summary>
/// A scan in three planes through one point, above as it is and below with what speaks for the disease laid over it, in millimetres true to
/// scale: the patient's right on the left, as radiologists look at it.
/// </summary>
public static class ScanHeatmapPlot
{
    private const int Panel = 460, Gap = 30, Top = 150, Bottom = 40, Scale = 150;

    /// <summary>Fainter heat than this leaves the scan as it is.</summary>
    private const double Faint = 0.05;

    private const double MostCover = 0.65;

    private static readonly IColormap Colors = new ScottPlot.Colormaps.Inferno();

    /// <param name="planes">Three.</param>
    /// <param name="greatest">What the strongest colour stands for, for people.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(string title, IReadOnlyList<ScanPlane> planes, string greatest)
    {
        var (width, height) = (planes.Count * (Panel + Gap) + Gap + Scale, Top + 2 * (Panel + Gap) + Bottom);
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        var lines = title.Split('\n');
        for (var line = 0; line < lines.Length; line++)
            Write(canvas, lines[line], width / 2f, 46 + 38 * line, FigureStyle.TitleSize, SKTextAlign.Center);
        for (var p = 0; p < planes.Count; p++)
        {
            var left = Gap + p * (Panel + Gap);
            Write(canvas, planes[p].Name, left + Panel / 2f, Top - 14, FigureStyle.TickSize, SKTextAlign.Center);
            DrawPlane(canvas, planes[p], new SKRect(left, Top, left + Panel, Top + Panel), withHeat: false);
            DrawPlane(canvas, planes[p], new SKRect(left, Top + Panel + Gap, left + Panel, Top + 2 * Panel + Gap), withHeat: true);
        }
        DrawScale(canvas, new SKRect(width - Scale, Top + Panel + Gap + 30, width - Scale + 34, Top + 2 * Panel + Gap - 30), greatest);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawPlane(SKCanvas canvas, ScanPlane plane, SKRect panel, bool withHeat)
    {
        using var black = new SKPaint { Color = SKColors.Black };
        canvas.DrawRect(panel, black);
        var (rows, columns) = (plane.Grey.Length, plane.Grey[0].Length);
        var (wide, high) = (columns * plane.PixelMm.Width, rows * plane.PixelMm.Height);
        var pixelsPerMm = Math.Min(panel.Width / wide, panel.Height / high);
        var at = SKRect.Create(
            (float)(panel.MidX - wide * pixelsPerMm / 2), (float)(panel.MidY - high * pixelsPerMm / 2), (float)(wide * pixelsPerMm),
            (float)(high * pixelsPerMm));
        using var bitmap = Bitmap(plane, withHeat);
        using var picture = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(picture, at, new SKSamplingOptions(SKFilterMode.Linear));
        if (withHeat)
            DrawCross(canvas, at, (plane.Cross.Column + 0.5f) / columns, (plane.Cross.Row + 0.5f) / rows);
        foreach (var (text, x, y, align) in new[]
                 {
                     (plane.Left, panel.Left + 10, panel.MidY + 9, SKTextAlign.Left), (plane.Right, panel.Right - 10, panel.MidY + 9, SKTextAlign.Right),
                     (plane.Top, panel.MidX, panel.Top + 30, SKTextAlign.Center), (plane.Bottom, panel.MidX, panel.Bottom - 12, SKTextAlign.Center),
                 })
            Write(canvas, text, x, y, FigureStyle.TickSize, align, SKColors.White);
    }

    private static SKBitmap Bitmap(ScanPlane plane, bool withHeat)
    {
        var bitmap = new SKBitmap(plane.Grey[0].Length, plane.Grey.Length, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var row = 0; row < bitmap.Height; row++)
            for (var column = 0; column < bitmap.Width; column++)
            {
                var (grey, heat) = (255 * plane.Grey[row][column], withHeat ? plane.Heat[row][column] : 0);
                var cover = MostCover * Math.Sqrt(Math.Max(0, heat - Faint) / (1 - Faint));
                var color = Colors.GetColor(heat);
                byte Mixed(byte over) => (byte)Math.Clamp((1 - cover) * grey + cover * over, 0, 255);
                bitmap.SetPixel(column, row, new SKColor(Mixed(color.R), Mixed(color.G), Mixed(color.B)));
            }
        return bitmap;
    }

    /// <summary>Open in the middle, so that it hides nothing of what it points to.</summary>
    private static void DrawCross(SKCanvas canvas, SKRect at, float x, float y)
    {
        const float open = 26;
        var (cx, cy) = (at.Left + x * at.Width, at.Top + y * at.Height);
        using var line = new SKPaint { Color = SKColors.White.WithAlpha(170), StrokeWidth = 1.5f, IsAntialias = true };
        foreach (var (x0, y0, x1, y1) in new[] { (at.Left, cy, cx - open, cy), (cx + open, cy, at.Right, cy), (cx, at.Top, cx, cy - open),
            (cx, cy + open, cx, at.Bottom) })
            if (x1 > x0 || y1 > y0)
                canvas.DrawLine(x0, y0, x1, y1, line);
    }

    private static void DrawScale(SKCanvas canvas, SKRect bar, string greatest)
    {
        using var paint = new SKPaint();
        for (var y = (int)bar.Top; y < (int)bar.Bottom; y++)
        {
            paint.Color = Colors.GetColor((bar.Bottom - y) / bar.Height).ToSKColor();
            canvas.DrawRect(bar.Left, y, bar.Width, 1, paint);
        }
        Write(canvas, greatest, bar.Left, bar.Top - 10, FigureStyle.TickSize - 3, SKTextAlign.Left);
        Write(canvas, "0", bar.Left, bar.Bottom + 26, FigureStyle.TickSize - 3, SKTextAlign.Left);
    }

    private static void Write(SKCanvas canvas, string text, float x, float y, float size, SKTextAlign align, SKColor? color = null)
    {
        using var font = new SKFont(EmbeddedFont.Face, size);
        using var paint = new SKPaint { Color = color ?? FigureStyle.Ink.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}
