using System.Text;
using Xunit;

namespace AxSpa.GpuNode.Tests.Lying;

public sealed class LineReaderTests
{
    /// <summary>Each line with a mark: "." whole, "&gt;" longer than is held, "-" without its end.</summary>
    private static string[] Lines(string text, int most, int part)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new LineReader(into => stream.Read(into[..Math.Min(part, into.Length)]), most);
        var lines = new List<string>();
        while (reader.Next())
            lines.Add(Encoding.UTF8.GetString(reader.Line) + (reader.IsLonger ? ">" : reader.IsWhole ? "." : "-"));
        return [.. lines];
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a\nbc\n\nd", new[] { "a.", "bc.", ".", "d-" })]
    [InlineData("abcd\nabcde\nabcdefghijklmnop\nx\n", new[] { "abcd.", "abcd>", "abcd>", "x." })]
    [InlineData("abcde", new[] { "abcd>" })]
    public void A_line_is_what_stands_before_its_end_and_no_more_than_is_held(string text, string[] lines)
    {
        foreach (var part in new[] { 1, 2, 3, 7, 1000 })
            Assert.Equal(lines, Lines(text, most: 4, part));
    }

    [Fact]
    public void A_line_that_never_ends_costs_no_more_than_its_bound()
    {
        var reader = new LineReader(into => { into.Fill((byte)'x'); return into.Length; }, 256 << 10);
        Assert.True(reader.Next());
        Assert.True(reader.IsLonger);
        Assert.Equal(256 << 10, reader.Line.Length);
        var (before, rest) = (GC.GetAllocatedBytesForCurrentThread(), 600_000_000);
        var dropping = new LineReader(into => { into.Fill((byte)'x'); rest -= into.Length; return rest > 0 ? into.Length : 0; }, 8 << 10);
        Assert.True(dropping.Next());
        Assert.False(dropping.Next());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
