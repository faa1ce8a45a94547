using System.Text.Json;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests;

public sealed class ConfirmationTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ConfirmationTests() => _room.Cluster.Show(Run(stage: "folds 4/10", jobs: Fold("mri-0", JobStatus.Running)));

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task What_cannot_be_undone_is_not_done_unless_it_is_confirmed()
    {
        var said = await _room.Run("run cancel last");
        Assert.Equal((2, ""), (said.Exit, said.Out));
        Assert.Contains($"'run cancel' would end run {Id} (axspa-baseline; folds 4/10; 1 job running) for good", said.Err);
        Assert.EndsWith("it wants --yes.", said.Err);
        Assert.Null(_room.Cluster.Cancelled);
    }

    [Fact]
    public async Task What_a_person_agrees_to_names_the_run_that_was_meant_and_not_the_last_one()
    {
        var said = await _room.Run("run cancel last");
        Assert.Equal(["run", "cancel", Id.Value, "--yes"], said.Asked!.Again);
    }

    [Theory]
    [InlineData("run cancel last --dry-run", "would end run")]
    [InlineData("run cancel last --yes --dry-run", "would end run")]
    [InlineData("run pause last --now --dry-run", "would pause run 20261123-120000-a1b2: so it would be")]
    [InlineData("run resume last --dry-run", "would resume run 20261123-120000-a1b2: so it would be")]
    [InlineData("fold retry last mri-0 --dry-run", "would retry a fold of run 20261123-120000-a1b2: so it would be")]
    [InlineData("cluster down -a 127.0.0.1:4055 --dry-run", "would put akka.tcp://axspa@127.0.0.1:4055 (gpu; down, unreachable) out of the cluster")]
    [InlineData("cluster down-unreachable --dry-run", "would put akka.tcp://axspa@127.0.0.1:4055 (gpu; down, unreachable) out of the cluster")]
    [InlineData("cluster leave --dry-run", "would let akka.tcp://axspa@127.0.0.1:4053 (coordinator, seed; up) leave")]
    [InlineData("cluster message 'back at six' --dry-run", "would show this to everybody: back at six")]
    public async Task A_rehearsal_says_what_would_be_done_and_does_nothing(string line, string expected)
    {
        var said = await _room.Run(line);
        Assert.Equal(0, said.Exit);
        Assert.StartsWith(expected, said.Out);
        Assert.Null(_room.Cluster.Ordered);
        Assert.Null(_room.Cluster.Cancelled);
        Assert.Empty(_room.Membership.Done);
        Assert.Null(_room.Cluster.Message.Text);
        Assert.StartsWith(expected[("would ".Length)..],
            JsonDocument.Parse((await _room.Run(line + " -o json")).Out).RootElement.GetProperty("would").GetString());
    }

    [Fact]
    public async Task The_rehearsal_of_a_submission_says_whether_it_would_start_a_run()
    {
        var file = new AxSpa.Shared.Pbm.LocalFile("x.yaml", AxSpa.Pipeline.Specification.RunYaml.Write(Specification));
        Assert.Equal("would start a run named tiny; its specification can be used", (await _room.Run("run submit x.yaml --dry-run", file)).Out);
        _room.Cluster.Acceptance = RunProtocol.Acceptance.Resumed;
        Assert.Contains($"go on with run {Id}", (await _room.Run("run submit x.yaml --dry-run", file)).Out);
        Assert.Null(_room.Cluster.Submitted);
    }

    [Fact]
    public async Task A_rehearsal_is_refused_where_the_order_would_be()
    {
        _room.Cluster.Refusal = "Run r1 is completed already.";
        Assert.Equal((2, "", _room.Cluster.Refusal), ((await _room.Run("run cancel last --dry-run")) is var said ? (said.Exit, said.Out, said.Err) : default));
    }
}
