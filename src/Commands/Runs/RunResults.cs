using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

/// <summary>Shows a run's figures, and brings its results to the client.</summary>
internal sealed class RunResults(CoordinatorGate coordinator, RunFiles files) : ICommand
{
    private const string Folder = "results/";

    public CommandDescription Description { get; } = new(
        "run", "results", "Shows the figures of a run, and with --download brings its results to this machine.",
        [RunName.Argument], [LocalFileCommands.Download]);

    public async Task<int> Execute(CommandCall call)
    {
        if (call.Arguments.Has(LocalFileCommands.Download.Name) && !call.Receives)
            throw new CommandRefusedException("This pbm cannot receive files. Use the one of the cluster's version.");
        var run = await RunName.Resolve(coordinator, call);
        var results = await coordinator.Ask<RunProtocol.Results>(new RunProtocol.ListResults(run), call.Disconnected);
        if (results.Files.FirstOrDefault(file => file.Path == (call.WantsJson ? "results/metrics.json" : "results/metrics.txt")) is { } metrics)
            await call.To.Data(Shown(Encoding.UTF8.GetString(await files.Whole(run, metrics, call.Disconnected)).TrimEnd('\n'), call));
        if (!call.Arguments.Has(LocalFileCommands.Download.Name))
            return ExitCode.Done;
        foreach (var file in results.Files)
            await Send(run, file, call);
        if (results.LeftOut > 0)
            await call.To.Message($"{PlainText.Count(results.LeftOut, "file")} of {Folder}explanation did not fit the list and were left out: copy them from "
                + $"the run's folder, which 'run describe {run}' names.");
        return ExitCode.Done;
    }

    /// <summary>Where all figures come as a file, its first lines are enough here.</summary>
    private static string Shown(string metrics, CommandCall call) =>
        call.Arguments.Has(LocalFileCommands.Download.Name) && !call.WantsJson && metrics.IndexOf("\n\n", StringComparison.Ordinal) is > 0 and var end
            ? metrics[..end]
            : metrics;

    private async Task Send(RunId run, StoredFile file, CommandCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await call.To.Begin(file.Path[Folder.Length..]);
        await foreach (var piece in files.Pieces(run, file.Path, call.Disconnected))
        {
            hash.AppendData(piece);
            await call.To.Part(piece);
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw RunFiles.Damaged(run, file);
        await call.To.End(file.Bytes, file.Sha256);
    }
}
