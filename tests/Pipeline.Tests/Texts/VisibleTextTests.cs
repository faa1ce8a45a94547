using AxSpa.Pipeline.Texts;
using Xunit;

namespace AxSpa.Pipeline.Tests.Texts;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Großer Lauf №7, résumé 試験 😀", "Großer Lauf №7, résumé 試験 😀")]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("invoice\u202etxt.exe", "invoice\\u202Etxt.exe")]
    [InlineData("\u2066a\u2069", "\\u2066a\\u2069")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200Bwidth\\uFEFF")]
    [InlineData("\u001b[31m\r", "\\u001B[31m\\u000D")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    [InlineData("tag\U000e0041", "tag\\uDB40\\uDC41")]
    public void What_cannot_be_seen_is_shown_by_its_number(string text, string shown)
    {
        Assert.Equal(shown, VisibleText.Of(text));
        Assert.Equal(text == shown, VisibleText.IsPlain(text));
    }

    [Fact]
    public void Half_of_a_pair_is_shown_by_its_number() => Assert.Equal("\\uD800x\\uDC00", VisibleText.Of("\ud800x\udc00"));

    [Fact]
    public void In_JSON_it_is_the_same_text_still() =>
        Assert.Equal("a\u202eb\U000e0041", System.Text.Json.JsonDocument.Parse(VisibleText.Of("\"a\u202eb\U000e0041\"")).RootElement.GetString());

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc… (4 characters)")]
    [InlineData("ab😀d", 3, "ab… (5 characters)")]
    public void What_is_cut_says_how_long_it_was(string text, int most, string cut) => Assert.Equal(cut, VisibleText.Cut(text, most));
}
