using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Pbm.Tests.EndToEnd;

public sealed class ClientAndHostTests : IAsyncDisposable
{
    private readonly ServedRoom _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Data_comes_on_standard_output_and_messages_beside_it()
    {
        using var file = new MadeSpecification("name: tiny\ncohort: { clinical: table.csv, label: { column: label } }\n");
        var shown = await _host.Pbm("run", "submit", file.Path);
        Assert.Equal(new Shown(0, $"{Id}\n", $"Run {Id} started.\n"), shown);
    }

    [Fact]
    public async Task A_specification_is_sent_in_full_and_with_absolute_paths()
    {
        using var file = new MadeSpecification("name: tiny\ncohort: { clinical: table.csv, label: { column: label } }\n");
        await _host.Pbm("run", "submit", file.Path);
        Assert.Contains(Path.Combine(file.Folder, "table.csv"), _host.Cluster.Submitted!.Specification);
        Assert.Contains("randomSeed: 42", _host.Cluster.Submitted.Specification);
    }

    [Theory]
    [InlineData(RunStatus.Completed, false, 0)]
    [InlineData(RunStatus.Failed, false, 1)]
    [InlineData(RunStatus.Failed, true, 2)]
    public async Task The_outcome_of_a_run_is_the_exit_code_of_watching_it(RunStatus status, bool refusedInput, int exit)
    {
        _host.Cluster.Show(Run(stage: "cohort"), Run(status) with { RefusedInput = refusedInput });
        var shown = await _host.Pbm("run", "watch", "last");
        Assert.Equal(exit, shown.Exit);
        Assert.StartsWith("stage: cohort\n", shown.Out);
    }

    [Fact]
    public async Task An_unknown_palette_is_answered_by_the_host()
    {
        var shown = await _host.Pbm("runs", "list");
        Assert.Equal((2, ""), (shown.Exit, shown.Out));
        Assert.Contains("Did you mean 'run'?", shown.Err);
    }

    [Fact]
    public async Task A_silent_coordinator_is_exit_code_3()
    {
        await using var host = new ServedRoom(answerWithin: TimeSpan.FromMilliseconds(50));
        host.Cluster.IsSilent = true;
        Assert.Equal(3, (await host.Pbm("node", "list")).Exit);
    }

    [Fact]
    public async Task A_defect_of_the_host_is_told_and_the_host_goes_on()
    {
        var shown = await _host.Pbm("test", "break");
        Assert.Equal(1, shown.Exit);
        Assert.Contains("a defect of ours", shown.Err);
        Assert.DoesNotContain("   at ", shown.Err);
        Assert.Equal(0, (await _host.Pbm("run", "list")).Exit);
    }

    [Fact]
    public async Task An_interrupted_client_exits_130_and_ends_its_command()
    {
        using var interruption = new Interruption();
        var shown = Shown.By([_host.Address, "test", "hang"], "", interruption);
        await _host.Hung.Begun;
        interruption.Interrupt();
        Assert.Equal(130, (await shown).Exit);
        await _host.Hung.Ended;
    }

    [Fact]
    public async Task A_host_that_stops_under_a_command_is_exit_code_3()
    {
        var shown = _host.Pbm("test", "hang");
        await _host.Hung.Begun;
        await _host.Stop();
        Assert.Equal(3, (await shown).Exit);
    }

    [Fact]
    public async Task Lines_from_a_pipe_are_commands_and_the_last_gives_the_exit_code()
    {
        var shown = await Shown.By([_host.Address], "help\n\n# a remark\nrun list --state failed\nrun lst\n", null);
        Assert.Equal(2, shown.Exit);
        Assert.Contains("Commands:\n", shown.Out);
        Assert.Contains("Count: 0 runs\n", shown.Out);
        Assert.Contains("Did you mean 'list'?", shown.Err);
        Assert.DoesNotContain("pbm>", shown.Err + shown.Out);
    }

    [Fact]
    public async Task Exit_ends_the_prompt()
    {
        var shown = await Shown.By([_host.Address], "run list\nexit\nrun lst\n", null);
        Assert.Equal((0, ""), (shown.Exit, shown.Err));
    }

    [Fact]
    public async Task Control_characters_from_elsewhere_do_not_reach_the_terminal()
    {
        _host.Cluster.Refusal = "column \u001b[31mESR";
        Assert.Equal("column \\u001B[31mESR\n", (await _host.Pbm("run", "describe", "last")).Err);
    }

    [Fact]
    public async Task Nor_do_characters_that_turn_the_writing_or_cannot_be_seen()
    {
        var run = Run(stage: "folds 4/10");
        _host.Cluster.Show(run with { Summary = run.Summary with { Name = "tiny\u202exe.fdp\u200b" } });
        await _host.Pbm("cluster", "message", "stop at \u2067six\u2069");
        Assert.Contains("tiny\\u202Exe.fdp\\u200B", (await _host.Pbm("run", "describe", "last")).Out);
        Assert.Contains("stop at \\u2067six\\u2069", (await _host.Pbm("cluster", "message")).Out);
        var json = System.Text.Json.JsonDocument.Parse((await _host.Pbm("cluster", "message", "-o", "json")).Out);
        Assert.Equal("stop at \u2067six\u2069", json.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Nor_do_they_reach_whoever_reads_the_host_without_our_client()
    {
        _host.Cluster.Runs = [Run(stage: "folds 4/10").Summary with { Name = "tiny\u202exe.fdp" }];
        await using var stream = await _host.Connect();
        await stream.WriteAsync(PbmJson.Write(new PbmRequest("run", "list", [], OutputFormat.Table, [])), TestContext.Current.CancellationToken);
        Assert.Contains("tiny\\\\u202Exe.fdp", await ServedRoom.ReadToEnd(stream));
    }
}
