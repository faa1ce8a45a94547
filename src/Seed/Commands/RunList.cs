using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

internal sealed class RunList(CoordinatorGate coordinator, Banner banner, TimeProvider clock) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "list", "Lists the runs in the order of their submission.", [],
        [new SwitchDescription("--state", "Only runs in this state.", "STATE", [.. Enum.GetValues<RunStatus>().Select(PlainText.Word)])]);

    public async Task<int> Execute(CommandCall call)
    {
        var list = await coordinator.Ask<RunProtocol.RunList>(new RunProtocol.ListRuns(), call.Disconnected);
        var wanted = call.Arguments.ValueOf("--state");
        ImmutableArray<RunSummary> runs = [.. list.Runs.Where(run => wanted is null || PlainText.Word(run.Status) == wanted).OrderBy(run => run.SubmittedAt)];
        runs = [.. await Task.WhenAll(runs.Select(run => WithStage(run, call)))];
        await call.To.Data(call.WantsJson ? ViewJson.Of(runs) : RunText.List(runs, clock.GetUtcNow()));
        await banner.Show(call);
        return ExitCode.Done;
    }

    /// <summary>The coordinator's index knows only whether a run is open; how far an open one is, it says itself.</summary>
    private async Task<RunSummary> WithStage(RunSummary run, CommandCall call)
    {
        if (run.Status != RunStatus.Running)
            return run;
        try
        {
            return (await coordinator.Ask<RunView>(new RunProtocol.DescribeRun(run.Run), call.Disconnected)).Summary;
        }
        catch (Exception unknown) when (unknown is CommandRefusedException or ClusterUnreachableException)
        {
            // The list is worth showing without the stage of one run.
            return run;
        }
    }
}
