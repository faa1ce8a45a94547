using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots.Tests;

/// <summary>The words around one panel.</summary>
/// <param name="Vertical">Empty: the axis has names instead of a label.</param>
/// <param name="LinesBelow">Lines of words under the axis, none on another: marks, label, and a legend that stands outside.</param>
internal sealed record Panel(string Title, string Horizontal, string Vertical = "", int LinesBelow = 2);

/// <summary>How a picture must look, so that a blank, cut or half drawn one is seen.</summary>
/// <param name="Panels">Row after row.</param>
/// <param name="Colors">Of what must be there to see.</param>
/// <param name="DataInk">Least share of each panel's data area that is drawn on.</param>
internal sealed record Looks(
    int Width, int Height, Panel[] Panels, Color[] Colors, double DataInk = .004, int Columns = 1, float TitleSize = FigureStyle.TitleSize)
{
    private const int Edge = 6, LeastOfColor = 80;
    private const double LeastInk = .003, MostInk = .75;

    /// <returns>What is wrong with the picture; empty: it looks as it must.</returns>
    public List<string> Troubles(byte[] png)
    {
        var (picture, troubles) = (new Picture(png), new List<string>());
        Must((picture.Width, picture.Height) == (Width, Height), $"size: it is {picture.Width} × {picture.Height} pixels, not {Width} × {Height}");
        var ink = picture.Ink(picture.All);
        Must(ink is >= LeastInk and <= MostInk, $"ink: {ink:P2} of it is drawn on");
        Must(picture.InkIn(picture.All) == picture.InkIn(SKRectI.Inflate(picture.All, -Edge, -Edge)), $"edge: something reaches its outermost {Edge} pixels");
        foreach (var color in Colors)
            Must(picture.Count(color) >= LeastOfColor, $"colour: {picture.Count(color)} pixels have {color.ToHex()}");
        var rows = (Panels.Length + Columns - 1) / Columns;
        for (var i = 0; i < Panels.Length; i++)
        {
            var (width, height) = (picture.Width / Columns, picture.Height / Math.Max(rows, 1));
            var where = SKRectI.Create(i % Columns * width, i / Columns * height, width, height);
            troubles.AddRange(Troubles(picture, Panels[i], where).Select(trouble => $"panel {i}, {trouble}"));
        }
        return troubles;

        void Must(bool holds, FormattableString trouble)
        {
            if (!holds) troubles.Add(trouble.ToString(CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<string> Troubles(Picture picture, Panel panel, SKRectI where)
    {
        if (picture.HorizontalAxis(where) is not { } bottom)
        {
            yield return "axis: there is none from left to right";
            yield break;
        }
        string[] title = [.. panel.Title.Split('\n').Where(line => line.Trim().Length > 0)];
        var above = picture.Lines(where with { Bottom = bottom.Top });
        for (var line = 0; line < title.Length; line++)
            if (Unlike(line < above.Count ? above[line].Width : 0, title[line], TitleSize) is { } unlike)
                yield return $"title: {unlike}";
        var left = panel.Vertical.Length > 0 ? picture.VerticalAxis(where) : null;
        if (panel.Vertical.Length > 0 && left is null) yield return "axis: there is none from top to bottom";
        if (left is { } axis)
        {
            var words = picture.Columns(new SKRectI(where.Left, axis.Top, axis.Left - 12, axis.Bottom));
            if (Unlike(words.Count > 0 ? words[0].Height : 0, panel.Vertical, FigureStyle.LabelSize) is { } unlike) yield return $"vertical label: {unlike}";
        }
        var below = picture.Lines(where with { Top = bottom.Bottom + 12 });
        if (below.Count != panel.LinesBelow) yield return $"below: there are {below.Count} lines of words and not {panel.LinesBelow}";
        if (panel.Horizontal.Length > 0 && Unlike(below.Count > 1 ? below[1].Width : 0, panel.Horizontal, FigureStyle.LabelSize) is { } other)
            yield return $"horizontal label: {other}";
        var top = left?.Top ?? (above.Count > title.Length ? above[title.Length].Top : where.Top);
        var ink = picture.Ink(new SKRectI(bottom.Left + 4, top, bottom.Right, bottom.Top - 3));
        if (ink < DataInk) yield return string.Create(CultureInfo.InvariantCulture, $"data: {ink:P2} of its area is drawn on");
    }

    /// <summary>Words are as long as the font makes them; where some are cut, missing or of another font, they are not.</summary>
    private static string? Unlike(int pixels, string text, float size)
    {
        using var font = new SKFont(EmbeddedFont.Face, size);
        font.MeasureText(text, out var bounds);
        return Math.Abs(pixels - bounds.Width) <= 3 + .02 * bounds.Width ? null
            : string.Create(CultureInfo.InvariantCulture, $"'{text}' takes {bounds.Width:F0} pixels, and {pixels} are there");
    }
}
