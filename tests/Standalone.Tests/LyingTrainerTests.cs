using AxSpa.Pipeline.Deployment;
using AxSpa.Shared.Pbm;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>What predict, evaluate and explain say of a trainer that does not keep to the protocol: a sentence and an exit code, whatever it says.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LyingTrainerTests : IDisposable
{
    private readonly LyingTrainer _trainer = new();

    public void Dispose() => _trainer.Dispose();

    private async Task<int> Predicted(string[] onOrder, string[]? atStart = null)
    {
        _trainer.Does(onOrder, atStart);
        var order = new TrainerOrder.Predict(new ModelSource(null, "/nowhere/model.axspa.tar", null), "/nowhere/cohort.yaml", null, "/nowhere/out.csv");
        return await LocalTrainer.Do(_trainer.Program, order, _trainer.Folder, "cpu", _ => { })
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_honest_end_is_one() => Assert.Equal(ExitCode.Done, await Predicted([_trainer.Says(LyingTrainer.Completed)]));

    [Fact]
    public async Task A_line_that_is_none_is_the_end_of_the_command() =>
        Assert.Equal(ExitCode.RunFailed, await Predicted([_trainer.Says("{}"), LyingTrainer.LivesOn]));

    [Fact]
    public async Task A_line_without_end_is_the_end_of_the_command() =>
        Assert.Equal(ExitCode.RunFailed, await Predicted([LyingTrainer.LongLine(600_000_000), LyingTrainer.LivesOn]));

    [Fact]
    public async Task An_end_before_the_order_is_none() =>
        Assert.Equal(ExitCode.RunFailed, await Predicted(["true"], [_trainer.Says(LyingTrainer.Completed), LyingTrainer.LivesOn]));

    [Fact]
    public async Task An_end_as_cancelled_that_nobody_asked_for_is_none() =>
        Assert.Equal(ExitCode.RunFailed, await Predicted([_trainer.Says(LyingTrainer.Cancelled), LyingTrainer.LivesOn]));

    [Fact]
    public async Task A_closed_output_keeps_nobody_waiting() => Assert.Equal(ExitCode.RunFailed, await Predicted(["exec 1>&-", LyingTrainer.LivesOn]));
}
