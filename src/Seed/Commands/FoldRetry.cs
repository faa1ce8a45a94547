using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Seed.Commands;

internal sealed class FoldRetry(CoordinatorGate coordinator) : ICommand
{
    private static readonly ArgumentDescription Fold = new("FOLD", "a fold as 'run describe' names it: mri-0, clinical-4.");

    public CommandDescription Description { get; } = new(
        "fold", "retry", "Tries a fold again: at once if it waits, from its checkpoint if it runs, anew if it is done; a failed run goes on with it.", [RunName.Argument, Fold], []);

    public async Task<int> Execute(CommandCall call)
    {
        var name = call.Arguments.Argument(Fold.Name);
        if (!FoldId.TryParse(name, out var fold))
            throw new CommandRefusedException($"{name} is not a fold. A fold is called mri-N or clinical-N; 'run describe' lists those of a run.");
        return await RunChange.Order(coordinator, call, run => new RunProtocol.RetryFold(run, fold));
    }
}
