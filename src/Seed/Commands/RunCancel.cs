using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

internal sealed class RunCancel(CoordinatorGate coordinator) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "cancel", "Ends a run for good; what its jobs have written stays on disk.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var run = await RunName.Resolve(coordinator, call);
        var cancelled = await coordinator.Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(run), call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new RunReceipt(cancelled.Run, "cancelled")) : $"{cancelled.Run} cancelled");
        return ExitCode.Done;
    }
}
