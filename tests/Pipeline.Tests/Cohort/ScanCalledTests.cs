using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class ScanCalledTests
{
    private static readonly ScanCalled Scan = new("the scan of row 2 (line 3) of t.csv", "/data/mri/AX-1/AX-1_t2.hdr.gz");

    [Theory]
    [InlineData("/data/mri/AX-1/AX-1_t2.hdr.gz: it is empty.", "the scan of row 2 (line 3) of t.csv: it is empty.")]
    [InlineData("Access to the path '/data/mri/AX-1/AX-1_t2.hdr.gz' is denied.", "Access to the path 'the scan of row 2 (line 3) of t.csv' is denied.")]
    [InlineData("There is no AX-1_t2.img beside /data/mri/AX-1/AX-1_t2.hdr.gz.", "There is no the scan of row 2 (line 3) of t.csv beside the scan of row 2 (line 3) of t.csv.")]
    [InlineData("2.hdr is another file", "2.hdr is another file")]
    public void A_file_is_called_by_its_row(string before, string after) => Assert.Equal(after, Scan.Instead(new RefusedInputException(before)).Message);

    [Fact]
    public void What_kind_of_trouble_it_was_stays_and_nothing_beneath_names_the_file()
    {
        const int full = 28;
        var trouble = Assert.IsType<IOException>(Scan.Instead(new IOException("/data/mri/AX-1/AX-1_t2.hdr.gz: no space", full)));
        Assert.Equal(full, trouble.HResult);
        Assert.DoesNotContain("AX-1", trouble.ToString());
        Assert.IsType<UnauthorizedAccessException>(Scan.Instead(new UnauthorizedAccessException("no")));
        Assert.DoesNotContain("AX-1", Scan.Instead(new RefusedInputException("x", new IOException("/data/mri/AX-1/AX-1_t2.hdr.gz"))).ToString());
    }
}
