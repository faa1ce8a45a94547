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
    public void A_source_that_never_ends_is_refused_after_the_limit() =>
        Assert.Contains("more than the 1 MiB", Assert.Throws<TableException>(() => ClinicalTable.Read("/dev/zero", null, Few)).Message);
}
