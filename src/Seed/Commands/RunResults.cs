using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Seed.Commands;

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
            await call.To.Data(Encoding.UTF8.GetString(await files.Whole(run, metrics, call.Disconnected)).TrimEnd('\n'));
        if (call.Arguments.Has(LocalFileCommands.Download.Name))
            foreach (var file in results.Files)
                await Send(run, file, call);
        return ExitCode.Done;
    }

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
