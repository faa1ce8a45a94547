using System.Text.Json;
using AxSpa.Hosting;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunCompare(CoordinatorGate coordinator, RunFiles files) : ICommand
{
    private static readonly ArgumentDescription First = new("RUN_A", "a run, as other commands name it.");
    private static readonly ArgumentDescription Second = new("RUN_B", "another run, with the same split.");

    public CommandDescription Description { get; } = new(
        "run", "compare",
        "Compares two completed runs on their common test patients: paired differences with intervals, and DeLong's p. Refused where the splits differ.",
        [First, Second], []);

    public async Task<int> Execute(CommandCall call)
    {
        var (first, second) = (await Named(First), await Named(Second));
        if (first.Run == second.Run)
            throw new CommandRefusedException($"Both are run {first.Run}: there is nothing to compare. Name another one of the same split.");
        var (a, b) = (await Load(first.Run, call), await Load(second.Run, call));
        // A second of arithmetic for a large cohort.
        var comparison = await OwnThread.Run("compare-runs", () => RunComparison.Of(a, b));
        await call.To.Data(call.WantsJson ? ViewJson.Of(new RunComparisonView(first.Run, second.Run, comparison))
            : ComparisonText.Of(comparison, $"{first.Run} ({first.Name})", $"{second.Run} ({second.Name})"));
        return ExitCode.Done;

        async Task<RunSummary> Named(ArgumentDescription argument)
        {
            var name = call.Arguments.Argument(argument.Name);
            return RunName.The(await coordinator.Ask<RunsFound>(new RunProtocol.FindRun(name), call.Disconnected), name);
        }
    }

    private async Task<ComparedRun> Load(RunId run, CommandCall call)
    {
        var results = await coordinator.Ask<RunProtocol.Results>(new RunProtocol.ListResults(run), call.Disconnected);
        var predictions = await Read("results/predictions.csv");
        try
        {
            return new ComparedRun(run.Value, PredictionFile.Parse(predictions, $"predictions.csv of run {run}"),
                MetricsJson.Read(await Read("results/metrics.json")));
        }
        catch (JsonException other)
        {
            throw new CommandRefusedException($"metrics.json of run {run} was written by another version ({other.Message}). Compute its report again: 'run "
                + "submit' of the same specification with --new.");
        }

        async Task<byte[]> Read(string path) => await files.Whole(run, results.Files.FirstOrDefault(file => file.Path == path)
            ?? throw new CommandRefusedException($"Run {run} has no {path}."), call.Disconnected);
    }
}
