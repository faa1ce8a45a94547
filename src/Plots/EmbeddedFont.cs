using ScottPlot;
using SkiaSharp;

namespace AxSpa.Plots;

/// <summary>
/// DejaVu Sans, carried in this assembly, under a name of our own so that no font of the system can take its place. Debian's
/// container images have no fonts at all, and without one every label of a figure would silently be empty.
/// </summary>
internal sealed class EmbeddedFont : IFontResolver
{
    public const string Name = "AxSpa Sans";
    private static readonly Lazy<SKTypeface> Typeface = new(Load);
    private static readonly Lazy<bool> Registration = new(Register);

    private EmbeddedFont() { }

    /// <summary>For what is drawn without ScottPlot.</summary>
    public static SKTypeface Face => Typeface.Value;

    /// <summary>Makes the font known to ScottPlot and its default; the second call does nothing.</summary>
    public static void Use() => _ = Registration.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface.Value : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface.Value : null;

    private static bool Register()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        ScottPlot.Fonts.Default = Name;
        return true;
    }

    private static SKTypeface Load()
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException("The embedded font cannot be read by SkiaSharp.");
    }
}
