using AxSpa.ReportPack.Patients;
using Xunit;

namespace AxSpa.ReportPack.Tests.Patients;

public sealed class FlowDiagramTests
{
    [Theory]
    [InlineData(true, true), InlineData(false, true), InlineData(true, false)]
    public void Boxes_lie_in_the_picture_apart_from_each_other_and_hold_their_words(bool hasMri, bool hasTest)
    {
        var contents = new MadeReport { HasMri = hasMri, HasTest = hasTest }.Contents();
        var flow = FlowDiagram.Of(contents.Cohort, contents.Figures.Headline);
        Assert.All(flow.Boxes, box => Assert.True(box is { X: >= 0, Y: >= 0 } && box.X + box.Width <= flow.Width && box.Bottom <= flow.Height));
        foreach (var (box, i) in flow.Boxes.Select((box, i) => (box, i)))
            foreach (var other in flow.Boxes.Skip(i + 1))
                Assert.True(box.Bottom <= other.Y || other.Bottom <= box.Y || box.X + box.Width <= other.X || other.X + other.Width <= box.X);
        // 6.8 pixels: the mean letter of a wide font (DejaVu Sans) at 13 pixels.
        Assert.All(flow.Boxes, box => Assert.All(box.Lines, line => Assert.True(line.Text.Length * 6.8 < box.Width, line.Text)));
    }

    [Fact]
    public void It_says_who_came_in_who_was_left_out_and_why_and_who_is_where()
    {
        var contents = new MadeReport().Contents();
        var words = string.Join(' ', FlowDiagram.Of(contents.Cohort, contents.Figures.Headline).Boxes.SelectMany(box => box.Lines).Select(line => line.Text));
        Assert.Contains("n = 400", words);
        Assert.Contains("12 scans belong to no row of the clinical table and are left out", words);
        foreach (var set in contents.Cohort.Sets)
            Assert.Contains($"n = {set.Count.Patients} {set.Count.Cases} cases, {set.Count.Patients - set.Count.Cases} controls", words);
    }
}
