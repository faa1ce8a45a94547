using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Table.Results;
using Xunit;

namespace AxSpa.Deploy.Tests.Benchmarks;

/// <summary>The table for people, its form for machines, and the README's section.</summary>
public sealed class TableTextTests
{
    private const string Kept = "benchmarks/results/table.json";

    [Fact]
    public void A_row_says_what_was_missed_and_what_it_was_before()
    {
        var row = MadeResults.AgainstPeer(9).After(MadeResults.Table(MadeResults.AgainstPeer(5)), MadeResults.Machine);
        var line = LineOf(row);
        Assert.Contains("| 9.00 s (", line);
        Assert.Contains("| ≤ 0.80: **not reached** | **worse**: 0.50 (2026-11-30, abcdef0) |", line);
    }

    [Fact]
    public void A_row_that_reached_its_target_says_only_the_target() =>
        Assert.Contains("| ≥ 1,000 1/s | as before: 1,100 1/s (2026-11-30, abcdef0) |", LineOf(
            MadeResults.Alone(1100, 1000, "1/s", higherIsBetter: true)
                .After(MadeResults.Table(MadeResults.Alone(1100, 1000, "1/s", higherIsBetter: true)), MadeResults.Machine)));

    [Fact]
    public void A_failure_is_told_in_the_row_and_below_it_and_so_is_a_missing_peer()
    {
        var page = TableText.Page(MadeResults.Table(
            MadeResults.Row(new("broken", "s") { Target = 1 }) with { Failure = "It ended with 139.\nSegmentation fault" },
            MadeResults.Row(new("lonely", "s") { Ours = [2], Target = 0.5, TargetIsRatio = true }) with { PeerFailure = "There is no torch." }));
        Assert.Contains("| broken | **failed** | – | – | ≤ 1.00 s: **not known** |", page);
        Assert.Contains("- **broken**: It ended with 139. Segmentation fault", page);
        Assert.Contains("| lonely | 2.00 s | **failed** | – | ≤ 0.50: **not known** |", page);
        Assert.Contains("- **lonely**: There is no torch.", page);
    }

    [Fact]
    public void The_page_names_the_machine_and_what_computed() =>
        Assert.Contains("On A processor, 2 cores, 8.0 GiB, A system: .NET 10.0.0, torch 1.13.1; the peer's linear algebra is OpenBLAS (libblas.so.3).",
            TableText.Page(MadeResults.Table()));

    [Fact]
    public void A_table_is_read_as_it_was_written()
    {
        var path = Path.GetTempFileName();
        try
        {
            var table = MadeResults.Table(MadeResults.AgainstPeer(9).After(MadeResults.Table(MadeResults.AgainstPeer(5)), MadeResults.Machine));
            File.WriteAllText(path, table.ToJson());
            Assert.Equal(TableText.Page(table), TableText.Page(ResultTable.Read(path)!));
            File.WriteAllText(path, "{ \"machine\": ");
            Assert.Contains("is not a table of results", Assert.Throws<InvalidDataException>(() => ResultTable.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("""{"rows":[{"name":"a","ours":1.5,"peer":null,"unit":"s","target":2,"higherIsBetter":false}]}""", 1, 0)]
    [InlineData("""{"rows":[{"name":"a","unit":"s","ours":[1,2,3],"peer":[4,5,6],"target":0.5,"targetIsRatio":true}]}""", 3, 3)]
    public void A_programs_rows_have_one_value_or_several(string json, int ours, int peer)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            var row = Assert.Single(RowFile.Read(path).Rows);
            Assert.Equal((ours, peer), (row.Ours.Count, row.Peer.Count));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_section_of_the_README_is_replaced_and_nothing_else()
    {
        const string Begin = "<!-- made by benchmarks/run: begin -->", End = "<!-- made by benchmarks/run: end -->";
        var table = MadeResults.Table(MadeResults.AgainstPeer(9), MadeResults.Alone(300, unit: "MB"));
        var readme = TableText.Readme($"before\n{Begin}\nold\n{End}\nafter\n", table);
        Assert.StartsWith($"before\n{Begin}\n| | ours |", readme);
        Assert.EndsWith($"{End}\nafter\n", readme);
        Assert.Contains("| made, against a peer | 9.00 s | 10.0 s | 0.90 ", readme);
        Assert.DoesNotContain("old", readme);
        Assert.DoesNotContain("300 MB", readme); // neither a peer nor a target: the page has it
        Assert.Equal(readme, TableText.Readme(readme, table));
        Assert.Throws<InvalidDataException>(() => TableText.Readme("no place", table));
    }

    [Theory]
    [InlineData(2.4, false)]
    [InlineData(30, true)]
    public void The_README_admits_that_other_work_ran_beside_it(double load, bool admits)
    {
        var readme = TableText.Readme(
            "<!-- made by benchmarks/run: begin --><!-- made by benchmarks/run: end -->", MadeResults.Table(MadeResults.AgainstPeer(9) with { LoadDuring = load }));
        Assert.Equal(admits, readme.Contains("**Other work ran beside it", StringComparison.Ordinal));
    }

    [Fact]
    public void The_README_and_the_page_say_what_the_kept_table_says()
    {
        var table = ResultTable.Read(Repository.PathOf(Kept));
        Assert.NotNull(table);
        Assert.Equal(TableText.Page(table), Repository.Read("benchmarks/results/table.md"));
        var readme = Repository.Read("README.md");
        Assert.Equal(TableText.Readme(readme, table), readme);
    }

    private static string LineOf(ResultRow row) =>
        TableText.Page(MadeResults.Table(row)).Split('\n').Single(line => line.StartsWith($"| {row.Measured.Name} |", StringComparison.Ordinal));
}
