using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using CsvHelper;
using CsvHelper.Configuration;

namespace AxSpa.Pipeline.Cohort;

/// <summary>A table as its file holds it: a header and rows of equally many trimmed cells. Nothing is interpreted yet.</summary>
/// <param name="Rows">[row][column].</param>
/// <param name="Lines">[row] the line of the file on which the row begins, from 1.</param>
public sealed record ClinicalTable(
    string Path, long Bytes, string Sha256, char Delimiter, ImmutableArray<string> Header,
    ImmutableArray<string[]> Rows, ImmutableArray<int> Lines)
{
    /// <summary>By which <see cref="RunRules"/> it was read.</summary>
    public int Rules { get; init; } = RunRules.Newest;

    public TableReading Reading { get; init; } = TableReading.Usual;

    /// <summary>[column] in how many cells white space or invisible characters were taken away, or letters composed (<see cref="CellForm"/>).</summary>
    public ImmutableArray<int> Reformed { get; init; } = [];

    /// <exception cref="TableException">Not a table: names file, row, column and rule.</exception>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    /// <param name="exact">A column whose cells stay as they are written; null: none does.</param>
    public static ClinicalTable Read(string path, ReadPermit? permit = null, TableReading? reading = null, int rules = RunRules.Newest, string? exact = null) =>
        Read(path, permit, TableLimits.Usual, reading, rules, exact);

    internal static ClinicalTable Read(
        string path, ReadPermit? permit, TableLimits limits, TableReading? reading = null, int rules = RunRules.Newest, string? exact = null)
    {
        var file = TableText.Read(path, permit, limits);
        var delimiter = file.Delimiter ?? DelimiterOf(file.Text);
        var cells = new CellReading(reading ?? TableReading.Usual, rules, exact);
        RefuseWideRows(path, file.Text, delimiter, limits);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,
            CacheFields = true, // a table's cells repeat
            IgnoreBlankLines = true,
            ExceptionMessagesContainRawData = false,
            BadDataFound = bad => throw new TableException(path,
                $"a quotation mark is out of place or never closed near line {bad.Context.Parser!.RawRow - Breaks(bad.RawRecord)}. Quote the whole cell, and "
                + "double the quotation marks in it."),
        };
        using var parser = new CsvParser(new StringReader(file.Text), configuration);
        if (!parser.Read()) throw new TableException(path, "the file holds only blank lines. Expected a header line and one row per patient.");
        var header = Checked(path, cells.Header(path, parser.Record!));
        var rows = ImmutableArray.CreateBuilder<string[]>();
        var lines = ImmutableArray.CreateBuilder<int>();
        for (var before = parser.RawRow; parser.Read(); before = parser.RawRow)
        {
            var record = parser.Record!;
            var line = parser.RawRow == before + 1 ? parser.RawRow // else there are blank lines before it, or line breaks in it
                : parser.RawRow - Breaks(parser.RawRecord);
            if (record.Length != header.Length)
                throw new TableException(path, string.Create(CultureInfo.InvariantCulture,
                    $"row {rows.Count + 1} (line {line}) has {record.Length} cells, the header has {header.Length}. Is a '{delimiter}' missing, or one too "
                    + $"many that should be in quotation marks?{DecimalComma.InRow(record, header.Length, delimiter)}"));
            if (rows.Count == limits.MostRows || (rows.Count + 1L) * header.Length > limits.MostCells)
                throw new TableException(path, string.Create(CultureInfo.InvariantCulture,
                    $"there are more than "
                    + $"{(rows.Count == limits.MostRows ? $"{limits.MostRows} rows" : $"{limits.MostCells} cells ({header.Length} columns)")}, "
                    + $"the most that a table may have. Leave out rows or columns that the run does not need."));
            cells.Reform(record);
            rows.Add(record);
            lines.Add(line);
        }
        return rows.Count > 0
            ? new ClinicalTable(path, file.Bytes, file.Sha256, delimiter, header, rows.ToImmutable(), lines.ToImmutable())
            { Rules = rules, Reading = cells.Reading, Reformed = cells.Reformed }
            : throw new TableException(path, "there is a header and no row below it. Expected one row per patient.");
    }

    /// <param name="use">What the column is wanted for, for the message: "label.column".</param>
    public int ColumnOf(string name, string use)
    {
        var index = Header.IndexOf(Rules >= RunRules.Second ? CellForm.Of(name) : name);
        return index >= 0 ? index : throw new TableException(Path,
            $"there is no column '{name}', which {use} names.{(LacksHeader ? "" : NearestName.Hint(name, Header))} {Columns}")
        { Column = name, AskedBy = use };
    }

    /// <summary>A finite number, as this table writes them.</summary>
    public bool TryNumber(string cell, out double value) => CellNumber.TryParse(cell, Reading, out value);

    /// <summary>A finite number that was measured as such: a limit of detection is none.</summary>
    public bool TryExactNumber(string cell, out double value) => CellNumber.TryParse(cell, Reading with { BelowLimit = BelowLimit.Refused }, out value);

    /// <summary>The names of the columns, for a message. What looks like a patient's row is none.</summary>
    public string Columns => LacksHeader
        ? "There are numbers on the file's first line: is the header missing?"
        : $"Columns: {TableException.Listed(Header, 60)}.";

    private bool LacksHeader => Header.Any(name => ColumnTyping.TryNumber(name, out _));

    /// <summary>The value is shown where it can be no patient's name.</summary>
    public TableException Refuse(int row, int column, string rule) =>
        new(Path, row + 1, Lines[row], Header[column], CellText.Shown(this, row, column), $"{rule}.");

    /// <summary>For columns that say who a patient is.</summary>
    public TableException RefuseUnseen(int row, int column, string rule) =>
        new(Path, row + 1, Lines[row], Header[column], "the value", $"{rule}.");

    /// <summary>Line breaks inside a record: in its quoted cells, up to the end of the file where a quotation mark is never closed.</summary>
    private static int Breaks(string record)
    {
        var isClosed = record.AsSpan().Count('"') % 2 == 0;
        return (isClosed ? record.AsSpan().Trim("\r\n") : record.AsSpan().TrimStart("\r\n")).Count('\n');
    }

    /// <summary>Before they are parted: the parts of a row that is one long line of delimiters would take twenty times its own memory.</summary>
    private static void RefuseWideRows(string path, string text, char delimiter, TableLimits limits)
    {
        var (inQuotes, line, columns) = (false, 1, 1);
        foreach (var c in text.AsSpan())
        {
            if (c == '"') inQuotes = !inQuotes;
            if (c == '\n') line++;
            if (inQuotes) continue;
            if (c is '\n' or '\r') columns = 1;
            if (c == delimiter && ++columns > limits.MostColumns)
                throw new TableException(path, string.Create(CultureInfo.InvariantCulture,
                    $"line {line} has more than {limits.MostColumns} columns, the most that a table may have. Leave out columns that the run does not need."));
        }
    }

    private static ImmutableArray<string> Checked(string path, string[] header)
    {
        for (var i = 0; i < header.Length; i++)
        {
            if (header[i].Length == 0)
                throw new TableException(path,
                    string.Create(CultureInfo.InvariantCulture,
                        $"column {i + 1} of {header.Length} has no name in the header. Name it, or delete the column."));
            if (Array.IndexOf(header, header[i]) is var first && first != i)
                throw new TableException(
                    path, string.Create(CultureInfo.InvariantCulture, $"columns {first + 1} and {i + 1} are both named '{header[i]}'. Rename or delete one."));
        }
        return [.. header];
    }

    /// <summary>The one of comma, semicolon and tab that the header holds most of, quoted text aside; a comma where it holds none.</summary>
    private static char DelimiterOf(string text)
    {
        var (inQuotes, counts) = (false, new int[3]);
        foreach (var c in text.AsSpan().TrimStart())
        {
            if (c == '"') inQuotes = !inQuotes;
            if (inQuotes) continue;
            if (c is '\n' or '\r') break;
            if (",;\t".IndexOf(c) is >= 0 and var kind) counts[kind]++;
        }
        return ",;\t"[Array.IndexOf(counts, counts.Max())];
    }
}
