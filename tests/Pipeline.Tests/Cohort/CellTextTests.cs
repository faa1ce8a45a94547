using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("12,5")]
    [InlineData("<0.3")]
    [InlineData("5 mg")]
    [InlineData("-7")]
    [InlineData("seven")]
    [InlineData("N/A")]
    [InlineData("")]
    public void Measurements_words_and_gaps_are_shown(string cell) => Assert.Equal($"'{cell}'", Shown(cell));

    [Theory]
    [InlineData("AX-0012", "xx-9999")]
    [InlineData("Müller", "xxxxxx")]
    [InlineData("see Müller", "xxx xxxxxx")]
    [InlineData("12.03.1980", "99.99.9999")]
    [InlineData("20231114", "99999999")]
    [InlineData("p12", "x99")]
    [InlineData("mueller anna", "xxxxxxx xxxx")]
    public void What_one_row_alone_has_is_shown_by_its_form(string cell, string form) => Assert.Equal($"a value of the form '{form}'", Shown(cell));

    [Fact]
    public void What_several_rows_have_is_an_answer() => Assert.Equal("'HLA-B27 +'", Shown("HLA-B27 +", "HLA-B27 +"));

    [Fact]
    public void The_answers_of_a_column_are_listed_and_the_rest_is_counted()
    {
        Assert.Equal("Yes, no, and 2 of one row each", CellText.Values(Table("Yes", "no", "Yes", "AX-1", "AX-2"), 0));
        Assert.Equal("3 different ones, of one row each", CellText.Values(Table("AX-1", "AX-2", "AX-3"), 0));
    }

    [Fact]
    public void Names_of_scans_are_told_by_their_forms_the_most_frequent_first() =>
        Assert.Equal("'xx9_x9.nii.gz' (2), 'x.hdr' (1)", CellText.FormsOf(["AX1_t2.nii.gz", "a.hdr", "AX2_t1.nii.gz"]));

    private static string Shown(params string[] cells) => CellText.Shown(Table(cells), 0, 0);

    private static ClinicalTable Table(params string[] cells) =>
        new("t.csv", 1, "", ',', ["x"], [.. cells.Select(cell => new[] { cell })], [.. cells.Select((_, i) => i + 2)]);
}
