using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunResume(CoordinatorGate coordinator) : IChange
{
    public CommandDescription Description { get; } = new(
        "run", "resume", "Goes on with a run that was paused or has failed, and computes again what is damaged on disk.",
        [RunName.Argument], [], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => RunChange.Rehearse(coordinator, call, "resume", run => new RunProtocol.ResumeRun(run));

    public Task<int> Execute(CommandCall call) => RunChange.Order(coordinator, call, run => new RunProtocol.ResumeRun(run));
}
