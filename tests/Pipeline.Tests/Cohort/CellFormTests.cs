using AxSpa.Pipeline.Cohort;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CellFormTests
{
    /// <summary>Whatever stands at the ends or between the letters and is seen by nobody.</summary>
    private static readonly string[] WhiteSpace =
    [
        " ", "\t", "\n", "\r", "\v", "\f", "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
        "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000",
    ];

    private static readonly string[] Invisible =
    [
        "\uFEFF", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u00AD", "\u2060", "\u2061", "\u2064", "\u2066", "\u2069", "\u202A", "\u202E", "\u061C",
        "\u180E", "\u034F", "\u115F", "\u3164", "\uFFA0", "\uFE0F", "\U000E0001", "\U000E0101",
    ];

    private static readonly string[] Words = ["axSpA", "P001", "St\u00F6rung", "Sj\u00F6gren's", "\u00C5ngstr\u00F6m", "caf\u00E9", "\uD55C\uAE00", "\u1EC7",
        "HLA-B27", "0", "<5", "ax SpA"];

    private static readonly Gen<string> Padding = Gen.OneOf(Gen.OneOfConst(WhiteSpace), Gen.OneOfConst(Invisible)).Array[0, 4].Select(string.Concat);

    [Fact]
    public void A_word_is_the_same_whatever_white_space_and_invisible_characters_stand_around_it() =>
        Gen.Select(Gen.OneOfConst(Words), Padding, Padding).Sample((word, before, after) =>
        Assert.Equal(word, CellForm.Of(before + word + after)));

    [Fact]
    public void And_whatever_is_hidden_inside_it() => Gen.Select(Gen.OneOfConst(Words), Gen.OneOfConst(Invisible), Gen.Int[0, 20]).Sample((word, hidden, at) =>
    {
        var runes = word.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        runes.Insert(Math.Min(at, runes.Count), hidden);
        Assert.Equal(word, CellForm.Of(string.Concat(runes)));
    });

    /// <summary>
    /// From Unicode Standard Annex 15 and the table of Hangul; the last but one is excluded from composition, the last has marks in the other order.
    /// </summary>
    [Theory]
    [InlineData("Sto\u0308rung", "St\u00F6rung")]
    [InlineData("A\u030Angstro\u0308m", "\u00C5ngstr\u00F6m")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("cafe\u0301", "caf\u00E9")]
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("\uFB01x", "\uFB01x")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("e\u0302\u0323", "\u1EC7")]
    public void And_in_whichever_form_of_Unicode_it_is_written(string written, string form) => Assert.Equal(form, CellForm.Of(written));

    [Fact]
    public void A_space_of_any_width_inside_is_a_space() => Assert.All(
        WhiteSpace.Where(space => char.GetUnicodeCategory(space[0]) == System.Globalization.UnicodeCategory.SpaceSeparator),
        space => Assert.Equal("ax SpA", CellForm.Of($"ax{space}SpA")));

    [Fact]
    public void Whatever_is_read_once_reads_the_same_again() => Gen.String.Sample(text => Assert.Equal(CellForm.Of(text), CellForm.Of(CellForm.Of(text))));

    [Fact]
    public void Plain_text_is_not_even_copied()
    {
        var plain = new string("axSpA <5".ToCharArray());
        Assert.Same(plain, CellForm.Of(plain));
    }
}
