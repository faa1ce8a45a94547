using SkiaSharp;
using Xunit;

namespace AxSpa.Plots.Tests;

/// <summary>What looks at pictures sees broken ones.</summary>
public sealed class LooksTests
{
    private static readonly byte[] Whole =
        PrecisionRecallPlot.Draw("A title of one line", [MadeCurves.PrecisionRecall(0), MadeCurves.PrecisionRecall(1), MadeCurves.PrecisionRecall(2)], .25);

    private static readonly Looks Expected = new(1200, 1120,
        [new Panel("A title of one line", "Recall (sensitivity)", "Precision (positive predictive value)", LinesBelow: 6)], FigureStyle.Palette[..3]);

    private static readonly SKRectI Axis = new Picture(Whole).HorizontalAxis(new SKRectI(0, 0, 1200, 1120))!.Value;
    private static readonly List<SKRectI> Below = new Picture(Whole).Lines(new SKRectI(0, Axis.Bottom + 12, 1200, 1120));
    private static readonly SKPaint White = new() { Color = SKColors.White };

    [Fact]
    public void A_whole_picture_has_no_trouble() => Assert.Empty(Expected.Troubles(Whole));

    [Fact]
    public void An_empty_picture_has_all()
    {
        var troubles = Expected.Troubles(Picture.Changed(Whole, (canvas, _) => canvas.Clear(SKColors.White)));
        Assert.Contains(troubles, trouble => trouble.StartsWith("ink: 0", StringComparison.Ordinal));
        Assert.Contains("panel 0, axis: there is none from left to right", troubles);
        Assert.Equal(3, troubles.Count(trouble => trouble.StartsWith("colour: 0 pixels", StringComparison.Ordinal)));
    }

    public static readonly TheoryData<string, Action<SKCanvas, SKBitmap>> Broken = new()
    {
        { "ink: 100", (canvas, _) => canvas.Clear(SKColors.Black) },
        { "title: 'A title of one line'", (canvas, _) => canvas.DrawRect(0, 0, 1200, 60, White) },
        { "title: 'A title of one line'", (canvas, _) => canvas.DrawRect(660, 0, 540, 60, White) }, // half of it
        { "title: 'A title of one line'", (canvas, before) => Scaled(canvas, before, new SKRectI(0, 0, 1200, 60), 1.1f) }, // another font
        { "vertical label: 'Precision", (canvas, _) => canvas.DrawRect(0, 0, 50, 1120, White) },
        { "vertical label: 'Precision", (canvas, _) => canvas.DrawRect(0, 0, 50, 400, White) },
        { "horizontal label: 'Recall", (canvas, _) => canvas.DrawRect(Below[1], White) },
        { "below: there are 2 lines", (canvas, _) => canvas.DrawRect(0, Below[2].Top, 1200, 1120, White) }, // no legend
        { "below: there are 5 lines", (canvas, before) => Moved(canvas, before, Below[2], up: 20) }, // a line of the legend in the label
        { "data: 0", (canvas, _) => canvas.DrawRect(Axis.Left + 4, 60, 1200, Axis.Top - 64, White) },
        { "edge:", (canvas, before) => Moved(canvas, before, -20, 0) }, // the vertical label is cut
        { "edge:", (canvas, before) => Moved(canvas, before, 0, -30) }, // the title is cut
        { "colour:", (canvas, before) => Recolored(canvas, before) }, // two curves in one colour
        { "axis: there is none from top", (canvas, _) => canvas.DrawRect(95, 300, 25, 300, White) },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_picture_is_told(string said, Action<SKCanvas, SKBitmap> damage)
    {
        var png = Picture.Changed(Whole, damage);
        MadeCurves.Show($"broken_{said.Split(':')[0]}.png", png);
        Assert.Contains(Expected.Troubles(png), trouble => trouble.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_size_is_told() =>
        Assert.Contains("size: it is 1200 × 1120 pixels, not 1200 × 1000", (Expected with { Height = 1000 }).Troubles(Whole));

    private static void Moved(SKCanvas canvas, SKBitmap before, int right, int down)
    {
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(before, right, down);
    }

    private static void Moved(SKCanvas canvas, SKBitmap before, SKRectI line, int up)
    {
        canvas.DrawRect(line, White);
        canvas.DrawBitmap(before, line, SKRect.Create(line.Left, Below[1].Bottom - up, line.Width, line.Height));
    }

    private static void Scaled(SKCanvas canvas, SKBitmap before, SKRectI where, float factor)
    {
        canvas.DrawRect(where, White);
        canvas.DrawBitmap(before, where, SKRect.Create(where.Left - where.Width * (factor - 1) / 2, where.Top, where.Width * factor, where.Height));
    }

    private static void Recolored(SKCanvas canvas, SKBitmap before)
    {
        var (blue, green) = (FigureStyle.Palette[0].ToSKColor(), FigureStyle.Palette[2].ToSKColor());
        using var dot = new SKPaint { Color = blue };
        for (var y = 0; y < before.Height; y++)
            for (var x = 0; x < before.Width; x++)
                if (before.GetPixel(x, y) == green) canvas.DrawPoint(x, y, dot);
    }
}
