using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots.Tests;

/// <summary>The pixels of a PNG.</summary>
internal sealed class Picture
{
    private readonly SKColor[] _pixels;

    public Picture(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png) ?? throw new ArgumentException("These bytes are no picture.");
        (Width, Height, _pixels) = (bitmap.Width, bitmap.Height, bitmap.Pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public SKRectI All => new(0, 0, Width, Height);

    /// <summary>Further from white than the pale grid is: lines, dots, words, fills.</summary>
    public bool IsInk(int x, int y) => Darkest(x, y) < 215;

    /// <summary>As dark as words and axes are; colours are not.</summary>
    public bool IsDark(int x, int y) => _pixels[y * Width + x] is { Red: < 0x80, Green: < 0x80, Blue: < 0x80 };

    /// <returns>Pixels.</returns>
    public int InkIn(SKRectI where)
    {
        var ink = 0;
        for (var y = where.Top; y < where.Bottom; y++)
            for (var x = where.Left; x < where.Right; x++)
                if (IsInk(x, y)) ink++;
        return ink;
    }

    /// <returns>Share of the pixels.</returns>
    public double Ink(SKRectI where) => where.Width <= 0 || where.Height <= 0 ? 0 : InkIn(where) / ((double)where.Width * where.Height);

    public int Count(Color color)
    {
        var wanted = color.ToSKColor();
        return _pixels.Count(pixel => Near(pixel.Red, wanted.Red) && Near(pixel.Green, wanted.Green) && Near(pixel.Blue, wanted.Blue));

        static bool Near(byte a, byte b) => Math.Abs(a - b) <= 6;
    }

    /// <summary>Rows of the region that hold something dark, in runs: lines of words.</summary>
    public List<SKRectI> Lines(SKRectI where) =>
        [.. Runs(where.Top, where.Bottom, y => Enumerable.Range(where.Left, where.Width).Any(x => IsDark(x, y)))
            .Select(run => Tight(where with { Top = run.From, Bottom = run.To }))];

    /// <summary>The same of columns: words that are turned.</summary>
    public List<SKRectI> Columns(SKRectI where) =>
        [.. Runs(where.Left, where.Right, x => Enumerable.Range(where.Top, where.Height).Any(y => IsDark(x, y)))
            .Select(run => Tight(where with { Left = run.From, Right = run.To }))];

    /// <summary>The longest dark line from left to right; null: none is as long as a third of the region.</summary>
    public SKRectI? HorizontalAxis(SKRectI where)
    {
        var longest = Enumerable.Range(where.Top, where.Height)
            .SelectMany(y => Runs(where.Left, where.Right, x => IsDark(x, y)).Select(run => new SKRectI(run.From, y, run.To, y + 1)))
            .Append(SKRectI.Empty).MaxBy(line => line.Width);
        return longest.Width * 3 >= where.Width ? longest : null;
    }

    /// <summary>The longest dark line from top to bottom.</summary>
    public SKRectI? VerticalAxis(SKRectI where)
    {
        var longest = Enumerable.Range(where.Left, where.Width)
            .SelectMany(x => Runs(where.Top, where.Bottom, y => IsDark(x, y)).Select(run => new SKRectI(x, run.From, x + 1, run.To)))
            .Append(SKRectI.Empty).MaxBy(line => line.Height);
        return longest.Height * 3 >= where.Height ? longest : null;
    }

    /// <summary>The same picture after somebody drew over it.</summary>
    public static byte[] Changed(byte[] png, Action<SKCanvas, SKBitmap> change)
    {
        using var bitmap = SKBitmap.Decode(png);
        using var before = bitmap.Copy();
        using (var canvas = new SKCanvas(bitmap)) change(canvas, before);
        using var image = SKImage.FromBitmap(bitmap);
        return image.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    private int Darkest(int x, int y) => _pixels[y * Width + x] is var pixel ? Math.Min(pixel.Red, Math.Min(pixel.Green, pixel.Blue)) : 0;

    private SKRectI Tight(SKRectI where)
    {
        var (left, top, right, bottom) = (where.Right, where.Bottom, where.Left, where.Top);
        for (var y = where.Top; y < where.Bottom; y++)
            for (var x = where.Left; x < where.Right; x++)
                if (IsDark(x, y)) (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
        return new SKRectI(left, top, right, bottom);
    }

    private static IEnumerable<(int From, int To)> Runs(int from, int to, Func<int, bool> holds)
    {
        for (var at = from; at < to; at++)
        {
            if (!holds(at)) continue;
            var begin = at;
            while (at < to && holds(at)) at++;
            yield return (begin, at);
        }
    }
}
