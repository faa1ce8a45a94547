using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunPause(CoordinatorGate coordinator) : IChange
{
    private static readonly SwitchDescription Now = new("--now", "Free the slots at once; each attempt goes on from its newest checkpoint.");

    public CommandDescription Description { get; } = new(
        "run", "pause", "Grants nothing more of a run; what is running is finished, or with --now ended and gone on with later.",
        [RunName.Argument], [Now], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => RunChange.Rehearse(coordinator, call, "pause", run => Order(run, call));

    public Task<int> Execute(CommandCall call) => RunChange.Order(coordinator, call, run => Order(run, call));

    private static RunProtocol.PauseRun Order(RunId run, CommandCall call) => new(run, call.Arguments.Has(Now.Name));
}
