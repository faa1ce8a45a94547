using AxSpa.Seed.CommandHost;

namespace AxSpa.Pbm.Tests.EndToEnd;

public sealed class ClientAloneTests
{
    /// <summary>Nobody listens there: the port was free a moment ago.</summary>
    private static string Nobody()
    {
        using var port = CommandPort.Open("0")!;
        return $"127.0.0.1:{port.Number}";
    }

    [Fact]
    public async Task Where_nobody_listens_the_message_says_what_to_do()
    {
        var address = Nobody();
        var shown = await Shown.By(address, "run", "list");
        Assert.Equal((3, ""), (shown.Exit, shown.Out));
        Assert.StartsWith($"cannot reach {address}: ", shown.Err);
        Assert.EndsWith("Is a seed (or `axspa run`) running there? Name another as HOST:PORT.\n", shown.Err);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_is_refused_without_a_connection()
    {
        using var file = new MadeSpecification("name: tiny\ncohort: { clinical: table.csv, label: { column: label } }\nfolsd: 5\n");
        var shown = await Shown.By(Nobody(), "run", "submit", file.Path);
        Assert.Equal((2, ""), (shown.Exit, shown.Out));
        Assert.Contains("line 3", shown.Err);
        Assert.Contains("folsd", shown.Err);
    }

    [Fact]
    public async Task A_file_that_is_absent_is_refused_without_a_connection() =>
        Assert.Equal(2, (await Shown.By(Nobody(), "run", "submit", "/nowhere/run.yaml")).Exit);

    [Theory]
    [InlineData("run submit", "FILE is missing")]
    [InlineData("run list -o xml", "the formats are table and json")]
    [InlineData("run list -o", "-o needs a format")]
    public async Task Wrong_usage_that_a_client_can_see_exits_2(string line, string expected)
    {
        var shown = await Shown.By([Nobody(), .. line.Split(' ')]);
        Assert.Equal(2, shown.Exit);
        Assert.Contains(expected, shown.Err);
    }

    [Fact]
    public async Task The_usage_is_told_without_a_connection()
    {
        var shown = await Shown.By("--help");
        Assert.Equal(0, shown.Exit);
        Assert.Contains("127.0.0.1:9110 when left out", shown.Out);
    }

    [Theory]
    [InlineData("run submit 'my run.yaml'", "run", "submit", "my run.yaml")]
    [InlineData("""  a\ b "c \"d" e'f'g  # rest""", "a b", "c \"d", "efg")]
    [InlineData("x ''", "x", "")]
    [InlineData("   ")]
    public void A_typed_line_is_cut_as_a_shell_does(string line, params string[] words) => Assert.Equal(words, CommandWords.Split(line));
}
