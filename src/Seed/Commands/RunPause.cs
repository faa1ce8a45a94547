using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Seed.Commands;

internal sealed class RunPause(CoordinatorGate coordinator) : ICommand
{
    private static readonly SwitchDescription Now = new("--now", "free the slots at once; each attempt goes on from its newest checkpoint.");

    public CommandDescription Description { get; } = new(
        "run", "pause", "Grants nothing more of a run; what is running is finished, or with --now ended and gone on with later.", [RunName.Argument], [Now]);

    public async Task<int> Execute(CommandCall call) =>
        await RunChange.Order(coordinator, call, run => new RunProtocol.PauseRun(run, call.Arguments.Has(Now.Name)));
}
