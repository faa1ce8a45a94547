using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.ReportPack.Layout;
using AxSpa.ReportPack.Patients;
using Xunit;

namespace AxSpa.ReportPack.Tests.Patients;

public sealed class BaselineTextTests
{
    /// <summary>Twelve cases and twelve controls: one case and six controls have uveitis, the third control's CRP is missing.</summary>
    private static Table Made()
    {
        var patients = Enumerable.Range(0, 24).Select(i => new Patient($"p{i}", i < 12, PatientSet.Train, i % 2)).ToImmutableArray();
        var cohort = new PreparedCohort(
            patients,
            [new ClinicalColumn("CRP", ColumnKind.Numeric, []), new ClinicalColumn("uveitis", ColumnKind.Binary, ["No", "Yes"])],
            [[.. Enumerable.Range(0, 24).Select(i => i == 14 ? double.NaN : i + 1.0)], [.. Enumerable.Range(0, 24).Select(i => i == 3 || i > 17 ? 1.0 : 0)]],
            [], null);
        return BaselineText.Table("t", "Table", BaselineTable.ByOutcome(cohort, null, null));
    }

    [Fact]
    public void Numbers_have_mean_SD_median_and_quartiles_in_each_group()
    {
        var rows = Made().Rows;
        Assert.Equal(("CRP", "mean (SD)"), (rows[0].Heading, rows[0].Hint));
        Assert.Equal(["12.4 (7.2)", "6.5 (3.6)", "18.8 (3.6)"], rows[0].Cells.Take(3).Select(Words));
        Assert.Equal(["12.0 [6.5–18.5]", "6.5 [3.8–9.2]", "19.0 [16.5–21.5]"], rows[1].Cells.Take(3).Select(Words));
        Assert.Equal(["1 (4.2%)", "0 (0.0%)", "1 (8.3%)"], rows[2].Cells.Take(3).Select(Words));
    }

    [Fact]
    public void A_rare_answer_hides_its_count_the_sum_that_would_tell_it_and_the_difference()
    {
        var row = Made().Rows.Single(row => row.Heading == "uveitis");
        Assert.Equal(["7–10", "<5", "6 (50.0%)", "–"], row.Cells.Select(Words));
    }

    [Fact]
    public void The_file_holds_the_same_cells()
    {
        var lines = System.Text.Encoding.UTF8.GetString(BaselineCsv.Render(new MadeReport().Contents().Baseline)).Split('\n');
        Assert.Equal("patients,characteristic,statistic,all,cases,controls,smd", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("All patients,CRP_mg_per_l,mean (SD),", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Test,smoking,never n (%),", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_or_level_that_a_spreadsheet_would_run_begins_with_an_apostrophe_and_figures_stay()
    {
        var made = new MadeReport { NumberName = "@SUM(A1)", LevelName = "=cmd|calc!A1" };
        var lines = System.Text.Encoding.UTF8.GetString(BaselineCsv.Render(made.Contents().Baseline)).Split('\n');
        Assert.Contains(lines, line => line.StartsWith("All patients,'@SUM(A1),mean (SD),", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("All patients,smoking,'=cmd|calc!A1 n (%),", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(",=", StringComparison.Ordinal) || line.Contains(",@", StringComparison.Ordinal));
        var usual = System.Text.Encoding.UTF8.GetString(BaselineCsv.Render(new MadeReport().Contents().Baseline)).Split('\n');
        Assert.Equal(usual.Select(Figures), lines.Select(Figures));

        static string Figures(string line) => string.Join(',', line.Split(',').Skip(3));
    }

    private static string Words(Cell cell) => $"{cell.Text} {cell.Detail}".Trim();
}
