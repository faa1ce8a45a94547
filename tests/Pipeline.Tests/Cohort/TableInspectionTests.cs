using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class TableInspectionTests
{
    [Fact]
    public void An_inspection_shows_what_a_cohort_would_make_of_each_column()
    {
        using var made = new MadeCohort();
        var inspection = TableInspection.Of(made.Table);
        Assert.Equal((40, 32, "comma"), (inspection.Rows, inspection.CompleteRows, inspection.Delimiter));
        Assert.Equal(["text", "numeric", "numeric", "binary", "categorical", "binary"], inspection.Columns.Select(column => column.Type));
        Assert.Equal([new LevelCount("Negative", 27), new LevelCount("Positive", 13)], inspection.Columns[3].Levels);
        Assert.Equal(8, inspection.Columns[2].Missing);
        Assert.Equal((1.5, 39.5), (inspection.Columns[2].Numbers!.Least, inspection.Columns[2].Numbers!.Greatest));
        Assert.Empty(inspection.Refusals);
        var lines = inspection.ToText().Split('\n');
        Assert.Contains("crp         numeric         20 %        32  1.5 to 39.5, median 20.5, mean 20.5", lines);
        Assert.Contains("hla         binary           0 %         2  Negative 27, Positive 13", lines);
    }

    [Fact]
    public void Every_column_that_a_cohort_would_refuse_is_listed()
    {
        using var made = new MadeCohort();
        made.Change(",7.5,", ",seven,");
        made.Change("p9,33,", "p9,old,");
        var inspection = TableInspection.Of(made.Table);
        Assert.Equal(2, inspection.Refusals.Length);
        Assert.Equal(["refused", "refused"], inspection.Columns.Slice(1, 2).Select(column => column.Type));
        Assert.Contains("refused  " + made.Table + ", row 9 (line 10), column 'age': 'old' is not a number", inspection.ToText());
    }

    [Fact]
    public void The_JSON_form_keeps_names_readable()
    {
        using var made = new MadeCohort();
        made.Change("hla", "Störung <1>");
        var json = TableInspection.Of(made.Table).ToJson();
        Assert.Contains("\"Störung <1>\"", json);
        Assert.Equal(6, JsonDocument.Parse(json).RootElement.GetProperty("columns").GetArrayLength());
    }
}
