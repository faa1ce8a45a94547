using System.Text.Json;
using AxSpa.Support;

namespace AxSpa.Commands.Tests;

public sealed class UsageTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData("rum list", "no palette 'rum'. Did you mean 'run'?")]
    [InlineData("run lst", "no command 'run lst'. Did you mean 'list'?")]
    [InlineData("run", "'run' needs a command")]
    [InlineData("run list all", "'all' is a word too many")]
    [InlineData("run list --stat failed", "Did you mean '--state'?")]
    [InlineData("run list --state", "--state needs a STATE")]
    [InlineData("run list --state done", "STATE is one of running, completed, failed, cancelled")]
    [InlineData("run submit", "FILE is missing")]
    [InlineData("run submit x.yaml --until fusoin", "Did you mean 'fusion'?")]
    [InlineData("run submit x.yaml --wait=yes", "--wait takes no value")]
    [InlineData("run submit x.yaml", "the content of x.yaml did not come")]
    [InlineData("run describe", "RUN is missing")]
    [InlineData("help runn", "Did you mean 'run'?")]
    [InlineData("help run submit more", "Usage: help")]
    public async Task What_is_typed_wrongly_exits_2_and_says_what_would_be_right(string line, string expected)
    {
        var said = await _room.Run(line);
        Assert.Equal((2, ""), (said.Exit, said.Out));
        Assert.Contains(expected, said.Err);
    }

    [Fact]
    public async Task Help_lists_every_command_that_is_dispatched()
    {
        var said = await _room.Run("help");
        Assert.Equal(0, said.Exit);
        Assert.All(["run submit", "run list", "run describe", "run watch", "run wait", "run cancel", "node list", "cluster show"],
            command => Assert.Contains("\n  " + command, said.Out));
    }

    [Theory]
    [InlineData("help run submit")]
    [InlineData("run submit --help")]
    public async Task Help_of_a_command_shows_its_usage_and_values(string line)
    {
        var said = await _room.Run(line);
        Assert.Equal(0, said.Exit);
        Assert.Contains("Usage: run submit FILE [--wait] [--watch] [--until STAGE] [--new] [--priority PRIORITY] [--max-slots SLOTS] [--name NAME] "
            + "[--dry-run] [-o table|json]",
            said.Out);
        Assert.Contains("STAGE: cohort, mri, clinical, fusion, evaluation", said.Out);
    }

    [Fact]
    public async Task Help_says_who_may_give_a_command()
    {
        Assert.Contains("it needs the role operator", (await _room.Run("help run cancel")).Out);
        var delete = JsonDocument.Parse((await _room.Run("help run delete -o json")).Out).RootElement[0];
        Assert.Equal("admin", delete.GetProperty("needs").GetString());
    }

    [Fact]
    public async Task Help_of_a_palette_lists_its_commands_only()
    {
        var said = await _room.Run("help node");
        Assert.Contains("node list", said.Out);
        Assert.DoesNotContain("run list", said.Out);
    }

    [Fact]
    public async Task Help_as_json_describes_the_commands_to_programs()
    {
        var commands = JsonDocument.Parse((await _room.Run("help run -o json")).Out).RootElement.EnumerateArray().ToList();
        Assert.Equal(["submit", "list", "describe", "watch", "wait", "results", "compare", "logs", "pause", "resume", "cancel", "delete", "verify"],
            commands.Select(command => command.GetProperty("name").GetString()));
    }
}
