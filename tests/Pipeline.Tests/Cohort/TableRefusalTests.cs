using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class TableRefusalTests
{
    [Theory]
    [InlineData("", "clinical.csv: the file is empty.")]
    [InlineData("\n\n", "the file holds only blank lines.")]
    [InlineData("patient_id,label\n", "there is a header and no row below it.")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40\n", "row 2 (line 3) has 2 cells, the header has 3.")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40,0,9\n", "row 2 (line 3) has 4 cells, the header has 3.")]
    [InlineData("patient_id,age,age,label\np1,30,1,1\n", "columns 2 and 3 are both named 'age'.")]
    [InlineData("patient_id,,label\np1,30,1\n", "column 2 of 3 has no name in the header.")]
    [InlineData("patient_id,age,Label\np1,30,1\n", "there is no column 'label', which cohort.label.column names. Did you mean 'Label'? Columns: patient_id, age, Label.")]
    [InlineData("id,age,label\np1,30,1\n", "there is no column 'patient_id', which cohort.patientId (or write 'patientId: row' to take each row as a patient) names.")]
    [InlineData("patient_id,age,label\np1,30,1\np2,\"4\"0,1\n", "a quotation mark is out of place or never closed near line 3")]
    [InlineData("patient_id,label,note\np1,1,a\np2,0,\"b\np3,1,c\np4,0,d\n", "a quotation mark is out of place or never closed near line 3. Quote the whole cell")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40,\n", "row 2 (line 3), column 'label': '' is no label")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40,NA\n", "row 2 (line 3), column 'label': 'NA' is no label")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40,yes\n", "row 2 (line 3), column 'label': 'yes' is not 0 or 1. Say which values count as a case, for example 'label: { column: label, positive: [yes] }'. Values in the column: yes, and 1 of one row each.")]
    [InlineData("patient_id,age,label\np1,30,1\np2,40,1\n", "column 'label' makes all 2 patients cases. Learning needs both")]
    [InlineData("patient_id,age,label\np1,30,1\n,40,0\n", "row 2 (line 3), column 'patient_id': '' is no patient id.")]
    [InlineData("patient_id,age,label\np1,30,1\n\np1,30,0\n", "row 2 (line 4), column 'patient_id': the value is already the patient of row 1 (line 2); they differ in label.")]
    [InlineData("patient_id,age,label\np1,30,1\np1,30,1\n", "the value is already the patient of row 1 (line 2), with equal cells. A patient has one row")]
    public void A_table_that_is_not_one_row_per_patient_is_refused(string table, string message)
    {
        using var made = new MadeCohort();
        made.Write(table);
        Assert.Contains(message, made.Refusal());
    }

    [Fact]
    public void Text_in_a_numeric_column_is_refused_with_every_way_out()
    {
        using var made = new MadeCohort();
        made.Change(",7.5,", ",seven,");
        Assert.Equal(
            $"{made.Table}, row 7 (line 8), column 'crp': 'seven' is not a number, and 31 of the column's 32 values are: a column with at least "
            + "80 % numbers is numeric. " +
            "Correct the cell (NA where it was not measured), declare it under cohort.columns as 'crp: categorical', or list it in cohort.exclude.",
            made.Refusal());
        made.Prepare(Declared(made, "crp", "categorical"));
        Assert.Contains("declares this column numeric", Assert.Throws<TableException>(() => made.Prepare(Declared(made, "crp", "numeric"))).Message);
    }

    [Theory]
    [InlineData("inf", "is not a number")]
    [InlineData("1e999", "is not a number")]
    [InlineData("1,234.5", "has separators between its thousands")]
    [InlineData("<5", "is below a limit of detection")]
    public void What_only_looks_like_a_number_is_refused(string cell, string why)
    {
        using var made = new MadeCohort();
        made.Change(",7.5,", $",\"{cell}\",");
        Assert.Contains($"'{cell}' {why}", made.Refusal());
    }

    [Fact]
    public void Decimal_commas_are_recognised()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => MadeCohort.Row(i).Replace(',', ';').Replace('.', ','), "patient_id;age;crp;hla;stage;label");
        Assert.Contains("row 1 (line 2), column 'crp': '1,5' looks like a number with a decimal comma, one of 32 such cells beside 0 numbers. Write it with "
            + "a point (12.5), or say 'decimal: \",\"' under cohort.",
            made.Refusal());
    }

    [Fact]
    public void A_column_of_names_is_no_feature()
    {
        using var made = new MadeCohort();
        made.Write(string.Join('\n', ["patient_id,name,label", .. Enumerable.Range(1, 60).Select(i => $"p{i},Name {i},{i % 2}")]));
        Assert.Contains("no column is left as a feature", made.Refusal());
        made.Write(string.Join('\n', ["patient_id,name,label", .. Enumerable.Range(1, 180).Select(i => $"p{i},Name {i % 60},{i % 2}")]));
        Assert.Contains("column 'name': the value is one of 60 different values: more than 50 look like names, dates or free text.", made.Refusal());
    }

    [Theory]
    [InlineData("PK\u0003\u0004rest", "this is a zip archive or an Excel workbook, not a CSV file. Save the table as CSV (UTF-8)")]
    [InlineData("abc\0def", "this is binary data, not a CSV file.")]
    public void Other_kinds_of_files_are_named(string content, string message)
    {
        using var made = new MadeCohort();
        made.Write(content);
        Assert.Contains(message, made.Refusal());
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_line()
    {
        using var made = new MadeCohort();
        File.WriteAllBytes(made.Table, System.Text.Encoding.Latin1.GetBytes("patient_id,name,label\np1,a,1\np2,Sjögren,0\n"));
        Assert.Contains("line 3 is not UTF-8 text", made.Refusal());
    }

    [Fact]
    public void A_missing_table_and_a_folder_are_told_apart()
    {
        using var made = new MadeCohort();
        File.Delete(made.Table);
        Assert.Contains("clinical.csv: there is no such file.", made.Refusal());
        Directory.CreateDirectory(made.Table);
        Assert.Contains("clinical.csv: this is a folder.", made.Refusal());
    }

    [Fact]
    public void A_table_without_the_right_to_read_it_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs a user whom file rights bind");
        using var made = new MadeCohort();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(made.Table, UnixFileMode.None);
        Assert.Contains("no right to read it", made.Refusal());
    }

    [Fact]
    public void Whatever_stands_in_the_file_is_read_or_refused_and_never_crashes()
    {
        using var made = new MadeCohort();
        var sample = File.ReadAllText(made.Table)[..200];
        Gen.Select(Gen.Int[0, 199], Gen.Int[0, 5], Gen.Char[",;\t\"\r\n x1.é\0"].Array[0, 5]).Array[1, 4].Sample(edits =>
        {
            var text = sample;
            foreach (var (at, drop, put) in edits)
                text = text.Remove(Math.Min(at, text.Length), Math.Min(drop, text.Length - Math.Min(at, text.Length)))
                    .Insert(Math.Min(at, text.Length), new string(put));
            made.Write(text);
            try
            {
                TableInspection.Of(made.Table);
            }
            catch (TableException)
            {
            }
        }, iter: 1000, threads: 1);
    }

    [Fact]
    public void Columns_named_wrongly_in_the_specification_are_refused_with_the_nearest()
    {
        using var made = new MadeCohort();
        Assert.Contains("no column 'HLA', which cohort.exclude names. Did you mean 'hla'?",
            made.Refusal(Cohort(made, cohort => cohort with { Exclude = ["HLA"] })));
        Assert.Contains("no column 'agee', which cohort.columns names. Did you mean 'age'?", made.Refusal(Declared(made, "agee", "numeric")));
        Assert.Contains("no column 'site', which cohort.center names.", made.Refusal(Cohort(made, cohort => cohort with { Center = "site" })));
        Assert.Contains("no column 'set', which split.column names.", made.Refusal(made.Specification with { Split = new SplitOptions { Column = "set" } }));
        Assert.Contains("'label' is declared numeric under cohort.columns, but it is no feature: label.", made.Refusal(Declared(made, "label", "numeric")));
        Assert.Contains("'stage' is declared binary and holds more than two values: A, B, C.", made.Refusal(Declared(made, "stage", "binary")));
    }

    [Fact]
    public void A_cohort_without_any_feature_or_scan_is_refused()
    {
        using var made = new MadeCohort();
        Assert.Contains("no column is left as a feature and there is no MRI",
            made.Refusal(Cohort(made, cohort => cohort with { Exclude = ["age", "crp", "hla", "stage"] })));
    }

    private static RunSpecification Declared(MadeCohort made, string column, string type) =>
        Cohort(made, cohort => cohort with { Columns = ImmutableSortedDictionary<string, string>.Empty.Add(column, type) });

    private static RunSpecification Cohort(MadeCohort made, Func<CohortOptions, CohortOptions> change) =>
        made.Specification with { Cohort = change(made.Specification.Cohort) };
}
