using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class ColumnTypingTests
{
    [Theory]
    [InlineData("Positive|negative|NEGATIVE", ColumnKind.Binary, "Negative,Positive")]
    [InlineData("yes|NO", ColumnKind.Binary, "No,Yes")]
    [InlineData("male|Female", ColumnKind.Binary, "Female,Male")]
    [InlineData("M|M", ColumnKind.Binary, "F,M")]
    [InlineData("0|1", ColumnKind.Binary, "0,1")]
    [InlineData("0.0|1.0|1", ColumnKind.Binary, "0,1")]
    [InlineData("TRUE|false", ColumnKind.Binary, "False,True")]
    [InlineData("Positive|Negative|Borderline", ColumnKind.Categorical, "Borderline,Negative,Positive")]
    [InlineData("0|1|2", ColumnKind.Numeric, "")]
    [InlineData("12|-0.5|1e-3|+7|.5", ColumnKind.Numeric, "")]
    [InlineData("1|2|3|B27|A1", ColumnKind.Categorical, "1,2,3,A1,B27")]
    [InlineData("none|unknown|-", ColumnKind.Categorical, "-,none,unknown")]
    public void Types_are_inferred(string cells, ColumnKind kind, string levels)
    {
        var (column, values) = Read(cells)!.Value;
        Assert.Equal(kind, column.Kind);
        Assert.Equal(levels, string.Join(',', column.Levels));
        Assert.DoesNotContain(values, value => double.IsNaN(value) || value < 0 && kind != ColumnKind.Numeric);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("NaN")]
    [InlineData("null")]
    public void Marks_of_a_missing_value_are_not_values(string mark)
    {
        var (column, values) = Read($"1.5|{mark}|2.5")!.Value;
        Assert.Equal(ColumnKind.Numeric, column.Kind);
        Assert.Equal([1.5, double.NaN, 2.5], values);
    }

    [Fact]
    public void A_column_without_any_value_has_no_type() => Assert.Null(Read("|NA|"));

    [Fact]
    public void A_declared_type_wins()
    {
        Assert.Equal(ColumnKind.Categorical, Read("1|2|3", "categorical")!.Value.Column.Kind);
        Assert.Equal(ColumnKind.Numeric, Read("0|1|1", "numeric")!.Value.Column.Kind);
        var (column, values) = Read("left|right|left", "binary")!.Value;
        Assert.Equal(["left", "right"], column.Levels);
        Assert.Equal([0, 1, 0], values);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", ',')]
    [InlineData("\uFEFF\"a,b,c\";d\n1;2\n", ';')]
    [InlineData("a\tb,c\td\n1\t2\t3\n", '\t')]
    [InlineData("a\n1\n", ',')]
    public void The_separator_is_found_in_the_header(string text, char delimiter)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], text);
        Assert.Equal(delimiter, ClinicalTable.Read(folder["t.csv"]).Delimiter);
    }

    [Fact]
    public void Quoted_cells_may_hold_anything_and_lines_are_counted_as_an_editor_does()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], "\uFEFFpatient_id, Störung (µg/l) ,note\r\np1,\" 1 \",\"a, \"\"b\"\"\"\r\n\r\np2,2,\"two\r\nlines\"\r\np3,3,c");
        var table = ClinicalTable.Read(folder["t.csv"]);
        Assert.Equal(["patient_id", "Störung (µg/l)", "note"], table.Header);
        Assert.Equal("a, \"b\"", table.Rows[0][2]);
        Assert.Equal("two\r\nlines", table.Rows[1][2]);
        Assert.Equal([2, 4, 6], table.Lines);
    }

    private static (ClinicalColumn Column, double[] Values)? Read(string cells, string? declared = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["t.csv"], ["id,x", .. cells.Split('|').Select((cell, i) => $"{i},{cell}")]);
        return ColumnTyping.Read(ClinicalTable.Read(folder["t.csv"]), 1, declared);
    }
}
