using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

internal sealed class RunList(CoordinatorGate coordinator, TimeProvider clock) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "list", "Lists the runs in the order of their submission.", [],
        [new SwitchDescription("--state", "Only runs in this state.", "STATE", [.. Enum.GetValues<RunStatus>().Select(PlainText.Word)])]);

    public async Task<int> Execute(CommandCall call)
    {
        var list = await coordinator.Ask<RunProtocol.RunList>(new RunProtocol.ListRuns(), call.Disconnected);
        var wanted = call.Arguments.ValueOf("--state");
        ImmutableArray<RunSummary> runs = [.. list.Runs.Where(run => wanted is null || PlainText.Word(run.Status) == wanted).OrderBy(run => run.SubmittedAt)];
        await call.To.Data(call.WantsJson ? ViewJson.Of(runs) : RunText.List(runs, clock.GetUtcNow()));
        return ExitCode.Done;
    }
}
