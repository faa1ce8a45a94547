using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class EmbeddedFontTests
{
    [Fact]
    public void Words_do_not_depend_on_the_fonts_of_the_machine()
    {
        EmbeddedFont.Use();

        var typeface = ScottPlot.Fonts.GetTypeface(EmbeddedFont.Name, bold: false, italic: false);

        Assert.Equal("DejaVu Sans", typeface.FamilyName);
        Assert.True(typeface.ContainsGlyphs("AUROC 0.86 (95% CI 0.81–0.90) − ≥ ± µ β Ж"));
    }
}
