using AxSpa.Commands.Logs;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Folds;

internal sealed class FoldDescribe(CoordinatorGate coordinator, RunFiles files, TimeProvider clock) : ICommand
{
    private const int MostLines = 30;

    public CommandDescription Description { get; } = new(
        "fold", "describe", "Shows everything about a fold: its attempts, where they ran, and how each ended.", [RunName.Argument, FoldName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var name = FoldName.Of(call);
        var run = await RunName.Resolve(coordinator, call);
        var view = await coordinator.Describe(run, call.Disconnected);
        var fold = view.Jobs.FirstOrDefault(job => job.Kind == JobKind.TrainFold && job.Fold == name)
            ?? throw new CommandRefusedException($"Run {run} has no fold {name}{Folds(view)}.");
        await call.To.Data(call.WantsJson ? ViewJson.Of(fold) : RunText.Fold(view.Summary, fold, await History(view, fold, call), clock.GetUtcNow()));
        return ExitCode.Done;
    }

    private static string Folds(RunView view) =>
        view.Jobs.Where(job => job.Kind == JobKind.TrainFold).Select(job => job.Job.Value).ToList() is { Count: > 0 } folds
        ? $": it has {string.Join(", ", folds)}"
        : " yet";

    /// <summary>What <c>run.log</c> says of the fold. It is worth showing, and the rest is worth showing without it.</summary>
    private async Task<IReadOnlyList<string>> History(RunView view, JobView fold, CommandCall call)
    {
        var lines = new Queue<string>();
        try
        {
            var words = new RunLogSources(files, view.Summary.Run, job: null);
            await foreach (var (_, line) in words.Lines(isFinal: true, call.Disconnected))
            {
                if (!line.Text.Split(' ', ':').Contains(fold.Job.Value))
                    continue;
                lines.Enqueue(line.ToString());
                if (lines.Count > MostLines)
                    lines.Dequeue();
            }
        }
        catch (ClusterUnreachableException away)
        {
            await call.To.Message(away.Message);
        }
        return [.. lines];
    }
}
