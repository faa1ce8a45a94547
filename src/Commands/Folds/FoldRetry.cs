using AxSpa.Commands.Runs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Folds;

internal sealed class FoldRetry(CoordinatorGate coordinator) : IChange
{
    public CommandDescription Description { get; } = new(
        "fold", "retry", "Tries a fold again: at once if it waits, from its checkpoint if it runs, anew if it is done; a failed run goes on with it.",
        [RunName.Argument, FoldName.Argument], [], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call)
    {
        var fold = FoldName.Of(call);
        return RunChange.Rehearse(coordinator, call, "retry a fold of", run => new RunProtocol.RetryFold(run, fold));
    }

    public Task<int> Execute(CommandCall call)
    {
        var fold = FoldName.Of(call);
        return RunChange.Order(coordinator, call, run => new RunProtocol.RetryFold(run, fold));
    }
}
