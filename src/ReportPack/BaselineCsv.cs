using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.Pipeline.Files;
using AxSpa.ReportPack.Layout;
using AxSpa.ReportPack.Patients;
using CsvHelper;

namespace AxSpa.ReportPack;

/// <summary>
/// table_1.csv: the report's tables of characteristics, cell by cell in the same words, to go on with in a paper. Names and levels that a spreadsheet
/// would run begin with an apostrophe.
/// </summary>
public static class BaselineCsv
{
    public const string FileName = "table_1.csv";

    public static byte[] Render(BaselineTables baseline)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvWriter(new StreamWriter(stream, leaveOpen: true), CsvFormat.Written))
        {
            foreach (var head in (string[])["patients", "characteristic", "statistic", "all", "cases", "controls", "smd"]) csv.WriteField(head);
            csv.NextRecord();
            Write(csv, "All patients", BaselineText.Table("", "", baseline.ByOutcome));
            foreach (var (set, table) in baseline.ByOutcomeInSet) Write(csv, BaselineTable.NameOf(set), BaselineText.Table("", "", table));
        }
        return stream.ToArray();
    }

    private static void Write(CsvWriter csv, string patients, Table table)
    {
        var characteristic = "";
        csv.WriteField(patients);
        csv.WriteField("patients");
        csv.WriteField("n");
        foreach (var head in table.Head.Skip(1).SkipLast(1)) csv.WriteField(string.Concat(head.Where(char.IsAsciiDigit)));
        csv.WriteField("");
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            if (!row.IsSub) characteristic = row.Heading;
            csv.WriteField(patients);
            csv.WriteField(CsvCell.ForReading(characteristic));
            csv.WriteField(CsvCell.ForReading((row.IsSub ? $"{row.Heading} {row.Hint}" : row.Hint).Trim()));
            foreach (var cell in row.Cells) csv.WriteField($"{cell.Text} {cell.Detail}".Trim());
            csv.NextRecord();
        }
    }
}
