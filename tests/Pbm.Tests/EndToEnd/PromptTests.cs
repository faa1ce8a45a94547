using AxSpa.Pbm.Tests.Typing;
using AxSpa.Shared.Pbm;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Pbm.Tests.EndToEnd;

/// <summary>A person at a terminal, in front of a real host.</summary>
public sealed class PromptTests : IAsyncDisposable
{
    private readonly ServedRoom _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_person_is_greeted_sees_the_prompt_and_is_told_what_there_is()
    {
        await _host.Room.Run("cluster message 'the cluster stops at six'");
        var shown = await Typed("run list⏎^D");
        Assert.Equal(0, shown.Exit);
        Assert.StartsWith($"successfully connected to [{_host.Address}]\nAxSpa.Cluster ", shown.Err);
        Assert.Contains(", 2 nodes (coordinator 1, gpu 1, seed 1)\nmessage: the cluster stops at six (since ", shown.Err);
        Assert.Contains("\nCommands downloaded from server. Type 'help' to see what's available", shown.Err);
        Assert.Contains($"[{_host.Address}] pbm> run list", shown.Screen.Rows);
        Assert.Contains("Count: 1 run\n", shown.Out);
    }

    [Fact]
    public async Task Tab_knows_commands_switches_their_values_and_what_there_is_in_the_cluster()
    {
        _host.Cluster.Show(Run(stage: "folds", jobs: [Fold("mri-0"), Fold("clinical-3")]));
        Assert.Contains($"[{_host.Address}] pbm> run describe {Id} -o json", (await Typed("ru⇥des⇥2⇥-o j⇥⏎^D")).Screen.Rows.Select(row => row.TrimEnd()));
        Assert.Contains($"[{_host.Address}] pbm> run list --state failed", (await Typed("run list --s⇥f⇥⏎^D")).Screen.Rows.Select(row => row.TrimEnd()));
        Assert.Contains($"[{_host.Address}] pbm> fold retry last clinical-3", (await Typed("fold ret⇥la⇥cl⇥⏎^D")).Screen.Rows.Select(row => row.TrimEnd()));
        Assert.Contains($"[{_host.Address}] pbm> cluster down -a {FakeMembership.Gpu}",
            (await Typed("cluster down -a ⇥5⇥⏎^D")).Screen.Rows.Select(row => row.TrimEnd()));
        Assert.Contains("down              down-unreachable  leader            leave", (await Typed("cluster ⇥⏎^D")).Screen.Rows);
    }

    [Fact]
    public async Task Tab_completes_the_files_of_this_machine()
    {
        using var file = new MadeSpecification("name: tiny\n");
        var shown = await Typed($"run submit {file.Folder}/r⇥^U^D");
        Assert.Contains(shown.Screen.Written, written => written.Contains($"run submit {file.Path} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_is_asked_before_what_cannot_be_undone()
    {
        _host.Cluster.Show(Run(stage: "folds 4/10"));
        var declined = await Typed("run cancel last⏎^D", "n\n");
        Assert.Contains($"This would end run {Id} (axspa-baseline; folds 4/10; 0 jobs running) for good", declined.Err);
        Assert.Contains("Go on? [y/N] Nothing was done.\n", declined.Err);
        Assert.Equal(2, declined.Exit);
        Assert.Null(_host.Cluster.Cancelled);

        var agreed = await Typed("run cancel last⏎^D", "yes\n");
        Assert.Equal((0, $"{Id} cancelled\n"), (agreed.Exit, agreed.Out));
        Assert.Equal(Id, _host.Cluster.Cancelled?.Run);
    }

    [Fact]
    public async Task A_script_is_not_asked()
    {
        _host.Cluster.Show(Run(stage: "folds 4/10"));
        var shown = await Shown.By([_host.Address], "run cancel last\ny\n", null);
        Assert.Contains("it wants --yes", shown.Err);
        Assert.Null(_host.Cluster.Cancelled);
    }

    [Fact]
    public async Task A_host_that_is_lost_is_told_of_once_and_asked_again_with_the_next_command()
    {
        var address = _host.Address;
        await _host.Stop();
        var terminal = new FakeTerminal();
        // The person types on until the host is back, which a made person does after the second command.
        await using var next = new LateHost(_host.Number);
        terminal.Before(3, next.Start);
        var shown = await Typed("run list⏎run list⏎run list⏎^D", "", terminal, address);
        Assert.Equal(0, shown.Exit);
        Assert.Contains($"cannot reach {address}", shown.Err);
        Assert.Contains("Each command tries again", shown.Err);
        Assert.Contains($"connected to [{address}] again.\n", shown.Err);
        Assert.Equal("RUN", shown.Out[..3]);
    }

    [Fact]
    public async Task A_host_that_goes_while_it_is_used_is_told_of()
    {
        var terminal = new FakeTerminal();
        terminal.Before(2, () => _host.Stop().Wait(TestContext.Current.CancellationToken));
        var shown = await Typed("run list⏎run list⏎^D", "", terminal);
        Assert.Equal(3, shown.Exit);
        Assert.Contains("connection to host terminated; the next command tries again.\n", shown.Err);
    }

    private sealed record OnScreen(int Exit, string Out, string Err, FakeTerminal Screen);

    private async Task<OnScreen> Typed(string keys, string answers = "", FakeTerminal? terminal = null, string? address = null)
    {
        var screen = (terminal ?? new FakeTerminal()).Types(keys);
        var (data, messages) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var interruption = new Interruption();
        using var console = new PbmConsole(new StringReader(answers), data, messages, isInteractive: true, screen);
        var exit = await PbmProgram.Run([address ?? _host.Address], console, interruption);
        return new OnScreen(exit, data.ToString(), messages.ToString(), screen);
    }

    /// <summary>A host that begins to answer on a port when told.</summary>
    private sealed class LateHost(int port) : IAsyncDisposable
    {
        private ServedRoom? _room;

        public void Start() => _room = new ServedRoom(port: port);

        public async ValueTask DisposeAsync()
        {
            if (_room is not null)
                await _room.DisposeAsync();
        }
    }
}
