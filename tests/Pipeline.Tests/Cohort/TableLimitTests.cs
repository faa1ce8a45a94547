using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>A table that is too large is refused before memory is taken for it.</summary>
public sealed class TableLimitTests : IDisposable
{
    private static readonly TableLimits Few = new() { MostBytes = 1 << 20, MostColumns = 5, MostRows = 4, MostCells = 16 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Refused(string text, TableLimits? limits = null) =>
        Assert.Throws<TableException>(() => ClinicalTable.Read(_folder.File("c.csv", text), null, limits ?? Few)).Message;

    [Fact]
    public void A_table_at_the_limits_is_read() =>
        Assert.Equal(4, ClinicalTable.Read(_folder.File("c.csv", "a,b,c,d\n" + string.Concat(Enumerable.Repeat("1,2,3,4\n", 4))), null, Few).Rows.Length);

    [Fact]
    public void A_row_a_column_or_a_cell_too_many_is_refused_with_the_limit()
    {
        Assert.Contains("more than 4 rows", Refused("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 5))));
        Assert.Contains("line 1 has more than 5 columns", Refused("a,b,c,d,e,f\n1,2,3,4,5,6\n"));
        Assert.Contains("line 3 has more than 5 columns", Refused("a,b\n1,2\n" + new string(',', 100)));
        Assert.Contains("more than 16 cells (5 columns)", Refused("a,b,c,d,e\n" + string.Concat(Enumerable.Repeat("1,2,3,4,5\n", 4))));
    }

    [Fact]
    public void Commas_in_quoted_text_are_no_columns() =>
        Assert.Equal("1, 2, 3, 4, 5, 6, 7", ClinicalTable.Read(_folder.File("c.csv", "a,b\n\"1, 2, 3, 4, 5, 6, 7\",2\n"), null, Few).Rows[0][0]);

    [Fact]
    public void A_file_of_terabytes_is_refused_by_its_length()
    {
        var path = _folder.File("c.csv", "a,b\n1,2\n");
        using (var file = File.OpenWrite(path))
            file.SetLength(1L << 40);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than the 256 MiB", Assert.Throws<TableException>(() => ClinicalTable.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_source_that_never_ends_is_refused_before_its_first_byte() =>
        Assert.Contains("/dev/zero: this is a device", Assert.Throws<TableException>(() => ClinicalTable.Read("/dev/zero")).Message);

    [Fact]
    public void A_row_that_is_too_long_is_refused_with_its_number_before_the_rest_is_read()
    {
        var few = Few with { MostRowBytes = 2048 };
        Assert.Contains("row 2 (line 3) has more than the 2 KiB", Refused($"a,b\n1,2\n3,{new string('x', 3000)}\n", few));
        Assert.Contains("the header (line 1) has more than the 2 KiB", Refused(new string('x', 3000), few));
        Assert.Contains("never closed", Refused("a,b\n1,\"2\n" + string.Concat(Enumerable.Repeat("3,4\n", 1000)), few));
    }

    [Fact]
    public void Line_breaks_in_quotation_marks_belong_to_the_row_and_a_row_at_the_limit_is_read()
    {
        var cell = $"\"{string.Concat(Enumerable.Repeat("y\n", 500))}\"";
        Assert.Single(ClinicalTable.Read(_folder.File("c.csv", $"a,b\n1,{cell}\n"), null, Few with { MostRowBytes = cell.Length + 3 }).Rows);
        Assert.Contains("row 1 (line 2)", Refused($"a,b\n1,{cell}\n", Few with { MostRowBytes = cell.Length - 3 }));
    }

    [Fact]
    public void A_line_of_250_MB_is_refused_before_it_is_taken_for_text()
    {
        var path = _folder.File("c.csv", "a,b\n1,");
        using (var file = new FileStream(path, FileMode.Append))
            for (var (part, mb) = (new byte[1 << 20], 0); mb < 250; mb++)
            {
                part.AsSpan().Fill((byte)'7');
                file.Write(part);
            }
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("row 1 (line 2) has more than the 4096 KiB", Assert.Throws<TableException>(() => ClinicalTable.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300 << 20);
    }
}
