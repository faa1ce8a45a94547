using System.Collections.Immutable;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Folds;

internal sealed class FoldList(CoordinatorGate coordinator, TimeProvider clock) : ICommand
{
    public CommandDescription Description { get; } = new("fold", "list", "Lists the folds of a run: how far they are, and where.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var view = await coordinator.Describe(await RunName.Resolve(coordinator, call), call.Disconnected);
        ImmutableArray<JobView> folds = [.. view.Jobs.Where(job => job.Kind == JobKind.TrainFold)];
        await call.To.Data(call.WantsJson ? ViewJson.Of(folds) : RunText.Folds(folds, clock.GetUtcNow()));
        return ExitCode.Done;
    }
}
