using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunCancel(CoordinatorGate coordinator) : IChange
{
    public CommandDescription Description { get; } = new(
        "run", "cancel", "Ends a run for good; what its jobs have written stays on disk.", [RunName.Argument], [], CommandEffect.Destroys)
    {
        Needs = AccessRole.Operator,
    };

    public async Task<Rehearsal> Rehearse(CommandCall call)
    {
        var run = await RunName.Resolve(coordinator, call);
        await coordinator.Ask<RunProtocol.Cancelled>(new RunProtocol.Rehearse(new RunProtocol.CancelRun(run)), call.Disconnected);
        var view = await coordinator.Describe(run, call.Disconnected);
        var running = view.Jobs.Count(job => job.Status == JobStatus.Running);
        return new Rehearsal(
            $"end run {run} ({view.Summary.Name}; {view.Summary.Stage}; {PlainText.Count(running, "job")} running) for good; what its jobs have written stays",
            run);
    }

    public async Task<int> Execute(CommandCall call)
    {
        var run = await RunName.Resolve(coordinator, call);
        var cancelled = await coordinator.Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(run), call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new RunReceipt(cancelled.Run, "cancelled")) : $"{cancelled.Run} cancelled");
        return ExitCode.Done;
    }
}
