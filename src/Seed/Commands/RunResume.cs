using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Seed.Commands;

internal sealed class RunResume(CoordinatorGate coordinator) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "resume", "Goes on with a run that was paused or has failed, and computes again what is damaged on disk.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call) =>
        await RunChange.Order(coordinator, call, run => new RunProtocol.ResumeRun(run));
}
