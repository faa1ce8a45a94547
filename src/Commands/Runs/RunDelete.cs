using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunDelete(CoordinatorGate coordinator, RunFollower follower) : IChange
{
    public CommandDescription Description { get; } = new(
        "run", "delete", "Removes a run that has ended, with its folder and everything in it.", [RunName.Argument], [], CommandEffect.Destroys);

    public Task<Rehearsal> Rehearse(CommandCall call) => RunChange.Rehearse(coordinator, call, "delete for good", run => new RunProtocol.DeleteRun(run));

    public async Task<int> Execute(CommandCall call)
    {
        var order = new RunProtocol.DeleteRun(await RunName.Resolve(coordinator, call));
        var deletion = await coordinator.Ask<RunProtocol.Deletion>(order, call.Disconnected);
        for (string? said = null; !deletion.IsFinished;)
        {
            if (deletion.Trouble is { } trouble && trouble != said)
                await call.To.Message(said = trouble);
            if (call.Stopping.IsCancellationRequested)
                throw RunFollower.Stopping($"The deletion of {order.Run} goes on without it.");
            await follower.Pause(call);
            deletion = await coordinator.Ask<RunProtocol.Deletion>(order, call.Disconnected);
        }
        await call.To.Data(call.WantsJson ? ViewJson.Of(new RunReceipt(deletion.Run, "deleted"))
            : $"{deletion.Run} deleted: {PlainText.Count(deletion.Files, "file")}, {PlainText.Bytes(deletion.Bytes)}");
        return ExitCode.Done;
    }
}
