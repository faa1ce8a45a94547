using System.Text.Json;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunChangeTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    public static TheoryData<string, IWireMessage> Orders => new()
    {
        { "run pause last", new RunProtocol.PauseRun(Id, false) },
        { "run pause last --now", new RunProtocol.PauseRun(Id, true) },
        { "run resume last", new RunProtocol.ResumeRun(Id) },
        { "fold retry last clinical-4", new RunProtocol.RetryFold(Id, new FoldId(BranchId.Clinical, 4)) },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task An_order_reaches_the_run_and_its_answer_is_shown(string line, IWireMessage order)
    {
        var said = await _room.Run(line);
        var how = order is RunProtocol.PauseRun ? "paused" : "resumed";
        Assert.Equal((0, $"{Id} {how}: so it is"), (said.Exit, said.Out));
        Assert.Equal(order, _room.Cluster.Ordered);
        Assert.Equal(how, JsonDocument.Parse((await _room.Run(line + " -o json")).Out).RootElement.GetProperty("how").GetString());
    }

    [Fact]
    public async Task An_order_that_the_run_refuses_exits_2_with_its_reason()
    {
        _room.Cluster.Refusal = "Run r1 is completed; there is nothing to pause.";
        var said = await _room.Run("run pause last");
        Assert.Equal((2, "", _room.Cluster.Refusal), (said.Exit, said.Out, said.Err));
    }

    [Theory]
    [InlineData("mri")]
    [InlineData("mri-x")]
    [InlineData("fusion")]
    public async Task What_is_not_a_fold_is_refused_before_anything_is_asked(string name)
    {
        var said = await _room.Run($"fold retry last {name}");
        Assert.Equal(2, said.Exit);
        Assert.Contains("mri-N or clinical-N", said.Err);
        Assert.Null(_room.Cluster.Ordered);
    }

    [Fact]
    public async Task Verify_waits_for_the_end_and_says_that_all_is_whole()
    {
        _room.Cluster.Verifications.Enqueue(new RunVerification(Id, false, 1, 2, []));
        _room.Cluster.Verifications.Enqueue(new RunVerification(
            Id, true, 2, 2, [new VerifiedPart("official files", "74 of 74 whole", []), new VerifiedPart("split", "60 patients, hash ab", [])]));
        var said = await _room.Run("run verify last");
        Assert.Equal((0, $"official files:  74 of 74 whole\nsplit:           60 patients, hash ab\n{Id} is whole."), (said.Exit, said.Out));
    }

    [Fact]
    public async Task Verify_lists_what_is_damaged_says_what_to_do_and_exits_1()
    {
        _room.Cluster.Verifications.Enqueue(
            new RunVerification(Id, true, 2, 2, [new VerifiedPart("official files", "73 of 74 whole", ["runs/x/oof.csv is missing."])]));
        var said = await _room.Run("run verify last");
        Assert.Equal(1, said.Exit);
        Assert.Contains("\n  runs/x/oof.csv is missing.\n", said.Out);
        Assert.Contains($"is damaged (1 finding). 'pbm run resume {Id}'", said.Out);
        var json = JsonDocument.Parse((await _room.Run("run verify last -o json")).Out).RootElement;
        Assert.False(json.GetProperty("isWhole").GetBoolean());
        Assert.Equal("runs/x/oof.csv is missing.", json.GetProperty("parts")[0].GetProperty("findings")[0].GetString());
    }
}
