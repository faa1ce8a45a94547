using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunDescribe(CoordinatorGate coordinator, TimeProvider clock) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "describe", "Shows everything about a run: its jobs, where they run, why it waits or failed.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var run = await RunName.Resolve(coordinator, call);
        var view = await coordinator.Describe(run, call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(view) : RunText.Describe(view, clock.GetUtcNow()));
        return ExitCode.Done;
    }
}
