using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=cmd|calc!A1", "'=cmd|calc!A1")]
    [InlineData("+1+cmd", "'+1+cmd")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData(" =1", "' =1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+2e-3", "+2e-3")]
    [InlineData("never", "never")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_none(string text, string read) => Assert.Equal(read, CsvCell.ForReading(text));
}
